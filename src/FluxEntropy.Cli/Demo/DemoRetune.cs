namespace FluxEntropy.Cli.Demo;

/// <summary>The retuning: shares are of served tokens, lowest bin first, counted from the rows in the session's log.</summary>
internal sealed record DemoRetune(
    long RequestedStep,
    long EffectiveStep,
    double[] BinSharesBefore,
    double[] BinSharesAfter
);
