using System.Runtime.CompilerServices;
using FluxEntropy.Shards;

namespace FluxEntropy.Server.Limits;

/// <summary>
/// Reads the documents of one answer in runs of about 64 KiB, each once there is memory for it, which is given back when the run was
/// written: what waits for a client is small, whatever it asked for.
/// </summary>
internal sealed class AnswerReader : IDisposable
{
    private const int RunBytes = 64 << 10;
    private const int LeastBytes = 16 << 10; // of each shard of a run
    private const int FirstItems = 16;
    private const int MaxItems = 256;

    private readonly string _connection;
    private readonly MemoryBudget _memory;
    private readonly QueryTurns _turns;
    private readonly AnswersUnderWay _underWay;
    private readonly TimeProvider _time;
    private readonly Action _abort;
    private GateShare? _share;
    private int _items = FirstItems; // of the next run
    private volatile bool _isReading;
    private long _progressed;

    /// <param name="connection">Id of the client's connection.</param>
    /// <param name="memory">Where memory is taken from.</param>
    /// <param name="turns">Whose turn it is to read.</param>
    /// <param name="underWay">Told of the answer.</param>
    /// <param name="time">Measures how long the client reads nothing.</param>
    /// <param name="abort">Ends the call.</param>
    public AnswerReader(
        string connection,
        MemoryBudget memory,
        QueryTurns turns,
        AnswersUnderWay underWay,
        TimeProvider time,
        Action abort
    )
    {
        (_connection, _memory, _turns, _underWay, _time, _abort) = (connection, memory, turns, underWay, time, abort);
        Progressed();
        underWay.Begin(this);
    }

    /// <summary>How long the client has taken nothing of what is held for it; 0 if nothing is, or if it is still being read.</summary>
    public TimeSpan StalledFor =>
        !_isReading && Volatile.Read(ref _share) is { Amount: > 0 }
            ? _time.GetElapsedTime(Interlocked.Read(ref _progressed))
            : TimeSpan.Zero;

    /// <summary>The client has taken something.</summary>
    public void Progressed() => Interlocked.Exchange(ref _progressed, _time.GetTimestamp());

    /// <summary>Ends the call, whose client does not read.</summary>
    public void GiveUp() => _abort();

    /// <summary>Does a piece of work when it is this client's turn.</summary>
    public Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) =>
        _turns.DoAsync(_connection, work, cancellationToken);

    /// <summary>Documents in the order of the items that name them; null where there is none.</summary>
    /// <param name="items">What names them.</param>
    /// <param name="shardOf">The shard of an item.</param>
    /// <param name="readAsync">
    /// Reads the first documents of some items of a shard, as many as some bytes allow; a text that alone has more is left out.
    /// </param>
    /// <param name="includeText">Whether texts are wanted.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves.</param>
    public async IAsyncEnumerable<(T Item, ShardDocument? Document)> ReadAsync<T>(
        IReadOnlyList<T> items,
        Func<T, int> shardOf,
        Func<int, T[], int, Task<ShardDocument?[]>> readAsync,
        bool includeText,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (var next = 0; next < items.Count; )
        {
            await HoldAsync(RunBytes, cancellationToken);
            var run = items.Skip(next).Take(_items).ToArray();
            var documents = await InTurnAsync(() => ReadRunAsync(run, shardOf, readAsync), cancellationToken);
            _share?.ShrinkTo(MemoryBudget.DocumentCost(documents.Sum(document => document?.Bytes ?? 0)));
            _items = documents.Count == run.Length ? Math.Min(2 * _items, MaxItems) : documents.Count;
            foreach (var (item, document) in run.Zip(documents))
            {
                next++;
                if (!includeText || document is not { Text: "", Row.Bytes: > 0 })
                {
                    Offered();
                    yield return (item, document);
                    continue;
                }
                // It is longer than a run.
                await HoldAsync(document.Row.Bytes, cancellationToken);
                var alone = await InTurnAsync(() => readAsync(shardOf(item), [item], int.MaxValue), cancellationToken);
                Offered();
                yield return (item, alone[0]);
                break;
            }
        }
        Volatile.Read(ref _share)?.Dispose();
    }

    public void Dispose()
    {
        _underWay.End(this);
        Volatile.Read(ref _share)?.Dispose();
    }

    // The first documents of a run, up to the first that found no room.
    private static async Task<List<ShardDocument?>> ReadRunAsync<T>(
        T[] run,
        Func<T, int> shardOf,
        Func<int, T[], int, Task<ShardDocument?[]>> readAsync
    )
    {
        var shards = run.Select((item, index) => (item, index)).GroupBy(one => shardOf(one.item)).ToList();
        var bytes = Math.Max(RunBytes / shards.Count, LeastBytes);
        var found = new ShardDocument?[run.Length];
        var missing = await Task.WhenAll(
            shards.Select(async shard =>
            {
                var asked = shard.ToArray();
                var read = await readAsync(shard.Key, [.. asked.Select(one => one.item)], bytes);
                for (var i = 0; i < read.Length; i++)
                    found[asked[i].index] = read[i];
                return read.Length < asked.Length ? asked[read.Length].index : run.Length;
            })
        );
        return [.. found.Take(missing.Min())];
    }

    // From here on it is the client that is waited for.
    private void Offered()
    {
        Progressed();
        _isReading = false;
    }

    // What is held is given back first: who waits holds nothing that others wait for.
    private async Task HoldAsync(long bytes, CancellationToken cancellationToken)
    {
        _isReading = true;
        Volatile.Read(ref _share)?.Dispose();
        while (true)
        {
            using var late = new CancellationTokenSource(AnswersUnderWay.Patience, _time);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
            try
            {
                Volatile.Write(ref _share, await _memory.TakeDocumentsAsync(_connection, bytes, patience.Token));
                return;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                _underWay.GiveUpStalled();
            }
        }
    }
}
