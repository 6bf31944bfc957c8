using Orleans.Concurrency;

namespace FluxEntropy.Grains.Contracts;

/// <summary>
/// One device. Leases segments of the corpora that have work, scores them, publishes the score files.
/// Key: <c>silo/device</c>; it runs on that silo and nowhere else.
/// </summary>
[Alias("FluxEntropy.IScorerGrain")]
public interface IScorerGrain : IGrainWithStringKey
{
    /// <summary>Begins to lease and score; harmless when it does already.</summary>
    Task Start();

    /// <summary>Hint that a corpus has work; losing it delays a lease by a few seconds.</summary>
    [OneWay]
    Task Announced(string corpusId);

    /// <summary>Any corpus may have work: a silo joined or is gone, and with it what it would have announced.</summary>
    [OneWay]
    Task AllAnnounced();

    /// <summary>Cancels what is being scored and gives all leases back.</summary>
    Task Stop();
}
