using System.Text.Json.Serialization;
using FluxEntropy.Metrics;

namespace FluxEntropy.Scores;

/// <summary>
/// Everything that decides what a score is: model, tokenizer, window, dtype, positions and metric version.
/// <see cref="Hash"/> is part of every score's identity, so two profiles never share a score file.
/// </summary>
public sealed record ScoringProfile
{
    private const int NewestHash = 2;

    /// <summary>A new profile.</summary>
    public ScoringProfile() => HashVersion = NewestHash;

    // What was kept before there were versions lacks it.
    [JsonConstructor]
    internal ScoringProfile(int hashVersion = 1) => HashVersion = hashVersion;

    /// <summary>Model name for people: a folder name or a Hugging Face id. Not part of the hash.</summary>
    public required string Model { get; init; }

    /// <summary>Hash of config.json and weights, 32 hexadecimal digits.</summary>
    public required string ModelHash { get; init; }

    /// <summary>Hash of the tokenizer's files, 32 hexadecimal digits.</summary>
    public required string TokenizerHash { get; init; }

    /// <summary>Vocabulary size V; ln V is the entropy of the uniform distribution and the divisor of <c>.norm</c>.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Tokens in one window: at most the model's context.</summary>
    public required int WindowTokens { get; init; }

    /// <summary>Tokens by which windows of a longer document advance; 0 when documents are truncated to one window.</summary>
    public required int StrideTokens { get; init; }

    /// <summary>Resolved dtype of the arithmetic: <c>float32</c> or <c>bfloat16</c>; never <c>auto</c>.</summary>
    public required string Dtype { get; init; }

    /// <summary>Positions that aggregates count. The default value is <see cref="ScoredPositions.Predicting"/>.</summary>
    public ScoredPositions Positions { get; init; }

    /// <summary>Whether special tokens written out in a text are parsed as special. The default value is <see langword="false"/>.</summary>
    public bool ParseSpecialTokens { get; init; }

    /// <summary>
    /// Token that stands between documents where they are trained on or exported: the tokenizer's end of text, where its template puts
    /// no token of its own around a text; else null, and in profiles that were kept without it. Not part of the hash.
    /// </summary>
    public int? SeparatorToken { get; init; }

    /// <summary>
    /// Whether the model's end-of-text token stands before every text where its tokenizer adds no BOS, so that the first token of a
    /// text is predicted too, as it is under models with a BOS. The default value is <see langword="false"/>.
    /// </summary>
    public bool PrefixEndOfText { get; init; }

    /// <summary>
    /// Whether BOS, or the end-of-text token in its place, stands before every window of a longer document, and not before its first
    /// alone. The default value is <see langword="false"/>.
    /// </summary>
    public bool BosEachWindow { get; init; }

    /// <summary>
    /// Whether bits a byte counts the bytes of the predicted tokens alone: under a tokenizer without BOS nothing predicts a text's first
    /// token. The default value is <see langword="false"/>, as it was for all profiles once: all bytes of the text.
    /// </summary>
    public bool PredictedBytes { get; init; }

    /// <summary>
    /// Version of the metric definitions as a whole. The default value is 1, and stays it: each metric has a version of its own
    /// (<see cref="IMetric.Version"/>), and a profile's hash must not change with it.
    /// </summary>
    public int MetricVersion { get; init; } = 1;

    /// <summary>
    /// Name of the token set that scoring under this profile makes: the tokenizer's hash, or one of its own, 32 hexadecimal digits
    /// too, where documents are cut, special tokens parsed or end-of-text tokens added, since their tokens differ.
    /// </summary>
    [JsonIgnore]
    public string TokenSet =>
        StrideTokens > 0 && !ParseSpecialTokens && !PrefixEndOfText ? TokenizerHash : ProfileHash.TokenSet(this);

    /// <summary>How <see cref="Hash"/> is taken. The default value is 2; a profile that was kept without it has 1.</summary>
    public int HashVersion { get; init; }

    /// <summary>Identity of the profile, of all but name and separator: 32 hexadecimal digits.</summary>
    /// <exception cref="InvalidDataException">The version of the hash is not known.</exception>
    [JsonIgnore]
    public string Hash =>
        HashVersion switch
        {
            1 => ProfileHash.Declared(this),
            NewestHash => ProfileHash.Canonical(this),
            _ => throw new InvalidDataException(
                $"hashVersion: a profile of {Model} has {HashVersion}, and this program knows 1 and 2; use the program that wrote it"
            ),
        };

    /// <summary>
    /// The same profile under the identities that it had in earlier versions of this program, oldest first; none where it says what
    /// those could not.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<ScoringProfile> Earlier =>
        PrefixEndOfText || BosEachWindow || PredictedBytes
            ? []
            : [.. Enumerable.Range(1, HashVersion - 1).Select(version => this with { HashVersion = version })];
}
