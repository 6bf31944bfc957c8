using System.Text.Json.Serialization;

namespace FluxEntropy.Cli.Demo;

/// <summary>What a demo did; <c>flux demo --json</c> prints it.</summary>
internal sealed record DemoReport
{
    /// <summary>Documents in the corpus, those of earlier runs included.</summary>
    public required long Documents { get; init; }

    /// <summary>Documents scored by this run.</summary>
    public required long Scored { get; init; }

    /// <summary>Documents that still wait to be scored.</summary>
    public required long Pending { get; init; }

    /// <summary>Records set aside, those of earlier runs included.</summary>
    public required long Quarantined { get; init; }

    /// <summary>Tokens scored by this run.</summary>
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
}

/// <summary>The retuning: shares are of served tokens, lowest bin first, counted from the rows in the session's log.</summary>
internal sealed record DemoRetune(
    long RequestedStep,
    long EffectiveStep,
    double[] BinSharesBefore,
    double[] BinSharesAfter
);

/// <summary>Mean cross-entropy of the first and of the last step. [nats a token]</summary>
internal sealed record DemoLoss(double First, double Last);

/// <summary>What the verifier found; all 0 when all is well.</summary>
internal sealed record DemoVerdict(long Lost, long Unexpected, long Duplicated);
