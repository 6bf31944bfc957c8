namespace FluxEntropy.Leasing;

/// <summary>
/// Which shards of a corpus are asked how many segments they have cut. Shards say so themselves, but that may be lost, and one whose
/// process crashed is idle until it is called. Pure: the time is an argument. Not thread-safe.
/// </summary>
/// <param name="shards">Shards of the corpus.</param>
/// <param name="idle">How often they are asked while no segment waits.</param>
/// <param name="busy">How often while there is work anyway.</param>
public sealed class ShardPolling(int shards, TimeSpan idle, TimeSpan busy)
{
    private readonly HashSet<int> _asked = []; // those that have not answered
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    /// <summary>The shards to ask now.</summary>
    /// <param name="isBusy">Whether segments wait.</param>
    /// <param name="now">Time of the call.</param>
    public IReadOnlyList<int> Due(bool isBusy, DateTimeOffset now)
    {
        if (now - _last < (isBusy ? busy : idle))
            return [];
        _last = now;
        return [.. Enumerable.Range(0, shards).Where(_asked.Add)];
    }

    /// <summary>A shard answered, or failed to.</summary>
    public void Answered(int shard) => _asked.Remove(shard);
}
