using System.Text.Json.Serialization;
using FluxEntropy.Verification;

namespace FluxEntropy.Cli.Demo;

/// <summary>What a demo did; <c>flux demo --json</c> prints it.</summary>
internal sealed record DemoReport
{
    /// <summary>Documents in the corpus, those of earlier runs included.</summary>
    public required long Documents { get; init; }

    /// <summary>Documents scored by this run, those held out included.</summary>
    public required long Scored { get; init; }

    /// <summary>Documents that still wait to be scored.</summary>
    public required long Pending { get; init; }

    /// <summary>Records set aside, those of earlier runs included.</summary>
    public required long Quarantined { get; init; }

    /// <summary>Tokens of the documents scored by this run.</summary>
    public required long Tokens { get; init; }

    /// <summary>From the first document sent until all were scored.</summary>
    public required double Seconds { get; init; }

    /// <summary>Null when nothing was scored.</summary>
    public double? TokensPerSecond => Scored > 0 ? Tokens / Seconds : null;

    public required DemoRetune Retune { get; init; }

    public required DemoLoss Loss { get; init; }

    public required DemoVerdict Verify { get; init; }

    /// <summary>Everything that the verifier found wrong, what <see cref="Verify"/> counts included; not part of the JSON.</summary>
    [JsonIgnore]
    public long ProblemsFound { get; init; }

    public static DemoReport Of(
        DemoScoring scoring,
        DemoTraining training,
        DemoRetune retune,
        VerificationReport verified
    ) =>
        new()
        {
            Documents = (long)scoring.Latest!.Documents,
            Scored = scoring.Scored,
            Pending = (long)scoring.Latest.Pending,
            Quarantined = (long)scoring.Latest.Quarantined,
            Tokens = scoring.Tokens,
            Seconds = Math.Round(scoring.Elapsed.TotalSeconds, 3),
            Retune = retune,
            Loss = DemoLoss.Of(training.Latest!),
            Verify = new DemoVerdict(verified.Lost, verified.Unexpected, verified.Duplicated),
            ProblemsFound = verified.ProblemsFound,
        };
}
