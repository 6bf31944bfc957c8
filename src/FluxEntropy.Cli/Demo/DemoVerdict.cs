namespace FluxEntropy.Cli.Demo;

/// <summary>What the verifier found; all 0 when all is well.</summary>
internal sealed record DemoVerdict(long Lost, long Unexpected, long Duplicated);
