namespace FluxEntropy.Grains.Leasing;

/// <summary>
/// Shards that are asked what they hold without anybody waiting for it: few of a process at a time, since a shard that nobody used is
/// opened for it, and a start would open all of them at once. Thread-safe.
/// </summary>
public sealed class ShardQuestions : IDisposable
{
    private const int AtOnce = 4;

    private readonly SemaphoreSlim _free = new(AtOnce);

    /// <summary>Asks as soon as fewer are being asked.</summary>
    public async Task<T> AskAsync<T>(Func<Task<T>> question)
    {
        await _free.WaitAsync();
        try
        {
            return await question();
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
