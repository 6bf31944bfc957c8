namespace FluxEntropy.Grains.Contracts;

/// <summary>
/// One device. Leases segments of whatever corpus has some, scores them, publishes the score files.
/// Key: <c>silo/device</c>; it runs on that silo and nowhere else.
/// </summary>
[Alias("FluxEntropy.IScorerGrain")]
public interface IScorerGrain : IGrainWithStringKey
{
    /// <summary>Begins to pull work; harmless when it does already.</summary>
    Task Start();

    /// <summary>Finishes nothing new, gives leases back.</summary>
    Task Stop();
}
