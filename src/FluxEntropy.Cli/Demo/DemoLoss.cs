namespace FluxEntropy.Cli.Demo;

/// <summary>Mean cross-entropy of the first and of the last step. [nats a token]</summary>
internal sealed record DemoLoss(double First, double Last);
