using System.Text.Json.Serialization;

namespace FluxEntropy.Sessions;

/// <summary>What a training run is, fixed when it is created.</summary>
public sealed record SessionSettings
{
    /// <summary>Generated, never reused.</summary>
    public required string Id { get; init; }

    /// <summary>The name that people use.</summary>
    public required string Name { get; init; }

    /// <summary>Corpus that the run trains on.</summary>
    public required string CorpusId { get; init; }

    /// <summary>Profile whose scores order the corpus.</summary>
    public required string ProfileHash { get; init; }

    /// <summary>The token set that is served.</summary>
    public required string TokenSet { get; init; }

    /// <summary>Metric that orders the corpus, such as <c>entropy.mean</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>Rows of a global batch.</summary>
    public required int Batch { get; init; }

    /// <summary>Predicted tokens of a row; a row holds one more.</summary>
    public required int Time { get; init; }

    /// <summary>Seed of every draw.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Steps of the whole run.</summary>
    public required long TotalSteps { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>How documents fill rows. A session that was kept without it has <see cref="RowPacking.Carried"/>.</summary>
    public RowPacking Packing { get; init; } = RowPacking.Carried;

    /// <summary>
    /// End-of-text token that is served before every document, where the tokenizer puts none of its own there (BOS); null where it
    /// does, or where the session was kept without one.
    /// </summary>
    public int? Separator { get; init; }

    /// <summary>Tokens that are served before those of a document: 1 where there is a separator, else 0.</summary>
    [JsonIgnore]
    public int LeadingTokens => Separator is null ? 0 : 1;

    /// <summary>Tokens that a step takes from the packed stream: batch × (time + 1).</summary>
    public int StepTokens => Batch * (Time + 1);
}
