using System.Buffers;
using FluxEntropy.Storage;

namespace FluxEntropy.Logs;

/// <summary>
/// An append-only log that survives crashes, and writers that do not know they were replaced. Each writer's term has a
/// file of its own, so a stale writer can only append to a file whose length is already fixed. What is acknowledged is
/// in files; the fence only decides who may acknowledge.
/// <para>
/// Where nobody else can write the fence, a log that ends where the fence says is taken over by its first append, so that one
/// that is only read costs neither a file nor a term.
/// </para>
/// <para>
/// Calls may be concurrent. The fence is called on the scheduler of the appending caller, so a grain's own state can
/// implement it.
/// </para>
/// </summary>
public sealed class FencedLog : IAsyncDisposable
{
    private const int OpeningAttempts = 8;
    private readonly IFileStore _store;
    private readonly ILogFence _fence;
    private readonly GroupCommit<IReadOnlyList<ReadOnlyMemory<byte>>, IReadOnlyList<LogPosition>> _appends;
    private readonly string _folder;
    private readonly LogCommit? _committed; // what the fence said when the log was opened
    private readonly string _beforeFsync;
    private readonly string _beforeCommit;

    /// <summary>What can be read. Only the commit in progress moves the last term's length.</summary>
    private volatile LogHistory _history;

    /// <summary>The file of this writer's term; null until the log is taken over.</summary>
    private IAppendableFile? _file;

    private FencedLog(
        IFileStore store,
        string folder,
        string kind,
        ILogFence fence,
        LogHistory history,
        LogCommit? committed
    )
    {
        _store = store;
        _folder = folder;
        _fence = fence;
        _history = history;
        _committed = committed;
        _appends = new($"log '{folder}'", CommitAsync);
        (_beforeFsync, _beforeCommit) = ($"{kind}.append.before-fsync", $"{kind}.append.before-commit");
    }

    /// <summary>The end of the committed log; term 0 where there is nothing yet.</summary>
    public LogCommit End => _history.Last ?? default;

    /// <summary>Whether the log was taken over, so that no earlier writer can append to it.</summary>
    public bool IsTakenOver => _file is not null;

    /// <summary>The terms that count, as of now.</summary>
    public LogHistory History => _history;

    /// <summary>
    /// Opens a log, or creates it. Every earlier writer is fenced off when this returns, unless nobody else can write the fence and
    /// there is nothing to find out: then the first append does that.
    /// </summary>
    /// <param name="store">Where the log is.</param>
    /// <param name="folder">Folder of the log's files; created if there is none.</param>
    /// <param name="fence">The log's record.</param>
    /// <param name="kind">What the log is, for fault points: <c>shard</c>, <c>session</c>.</param>
    /// <param name="cancellationToken">
    /// Cancels the opening; a term may already have been raised, which is harmless.
    /// </param>
    /// <exception cref="LogCorruptException">Committed records are missing or damaged.</exception>
    /// <exception cref="LogFencedException">Other writers keep taking over the log.</exception>
    public static async Task<FencedLog> OpenAsync(
        IFileStore store,
        string folder,
        ILogFence fence,
        string kind,
        CancellationToken cancellationToken = default
    )
    {
        for (var attempt = 0; attempt < OpeningAttempts; attempt++)
        {
            var committed = await fence.ReadAsync(cancellationToken);
            // Before a term is raised: after that, the fence no longer says what a damaged file should hold.
            var history = await LogHistory.LoadAsync(store, folder, committed, cancellationToken);
            var log = new FencedLog(store, folder, kind, fence, history, committed);
            if ((fence.IsExclusive && log.EndsAsCommitted()) || await log.TryTakeOverAsync(cancellationToken))
                return log;
        }

        throw new LogFencedException(
            $"log '{folder}': other writers took it over {OpeningAttempts} times while it was being opened"
        );
    }

    /// <summary>Takes the log over, if that was not done yet: every earlier writer is fenced off when this returns.</summary>
    /// <exception cref="LogFencedException">Somebody else wrote to the log since it was opened: open it again.</exception>
    /// <exception cref="LogCorruptException">Committed records are missing or damaged.</exception>
    public async Task TakeOverAsync(CancellationToken cancellationToken = default)
    {
        if (IsTakenOver)
            return;
        var known = _history.Last;
        // Before the term is raised: after that, the fence no longer says what a file that was damaged since should hold.
        await LogHistory.LoadAsync(_store, _folder, _committed, cancellationToken);
        if (!await TryTakeOverAsync(cancellationToken))
            throw Replaced((known ?? default).Term);
        if (Predecessor() == known)
            return;
        _file!.Dispose(); // whoever opened it does not know what was found now
        _file = null;
        throw Replaced((known ?? default).Term);
    }

    /// <summary>
    /// Appends records and returns their positions once they are durable and committed. Calls that overlap share one
    /// flush and one write of the fence. Order within and between calls is kept.
    /// </summary>
    /// <exception cref="LogFencedException">
    /// Another writer took over, or an earlier append failed. Any leading part of the records may have been kept.
    /// </exception>
    public Task<IReadOnlyList<LogPosition>> AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> payloads)
    {
        foreach (var payload in payloads)
            ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, LogFormat.MaxPayload, nameof(payloads));
        return _appends.AddAsync(payloads);
    }

    /// <summary>Every committed record from a position onwards, in order.</summary>
    /// <exception cref="LogCorruptException">A record is damaged.</exception>
    public IAsyncEnumerable<LogRecord> ReadAllAsync(
        LogPosition from = default,
        CancellationToken cancellationToken = default
    ) => _history.ReadAllAsync(from, cancellationToken);

    /// <summary>The payload of the record at a position that an append or a read returned.</summary>
    /// <exception cref="LogCorruptException">The record is damaged, or there is none.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(
        LogPosition position,
        CancellationToken cancellationToken = default
    ) => (await _history.ReadAsync([position], cancellationToken).SingleAsync(cancellationToken)).Payload;

    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        return ValueTask.CompletedTask;
    }

    // Whether the files hold what the fence says was committed, and not a byte more.
    private bool EndsAsCommitted()
    {
        if (LogHistory.NewestClaim(_store, _folder) != End.Term)
            return false;
        return _history.Last is not { } last ? _committed is null
            : last.Length == LogFormat.HeaderBytes ? _committed?.Term == last.Term
            : _committed == last;
    }

    private LogCommit? Predecessor() => _history.Closed is [.., var last] ? last : null;

    private async Task<bool> TryTakeOverAsync(CancellationToken cancellationToken)
    {
        var term = Math.Max(_committed?.Term ?? 0, LogHistory.NewestClaim(_store, _folder)) + 1;
        var claim = $"{_folder}/{LogFormat.ClaimName(term)}";
        if (
            !await _fence.TryWriteAsync(new LogCommit(term, 0, 0), cancellationToken)
            || !await _store.PublishAsync(claim, ReadOnlyMemory<byte>.Empty, cancellationToken)
        )
            return false;

        // From here on no earlier writer can commit, whatever happens to the fence: it would see the claim.
        // What it has written so far counts once it is durable.
        var history = await LogHistory.LoadAsync(_store, _folder, _committed, cancellationToken);
        if (history.Last?.Term > term)
            return false; // a later term began in the meantime
        if (history.Last is { } last)
        {
            await _store.SyncFileAsync($"{_folder}/{LogFormat.FileName(last.Term)}");
            await _store.SyncFolderAsync(_folder);
        }

        var path = $"{_folder}/{LogFormat.FileName(term)}";
        var header = LogFormat.Header(term, history.Last ?? default);
        if (!await _store.PublishAsync(path, header, cancellationToken))
            return false; // the fence was older than the files, and another writer took this term

        // A writer that claimed a later term before this header was published may build on less than was read here.
        if (LogHistory.NewestClaim(_store, _folder) > term)
            return false;
        _store.Delete(claim); // the term's file takes its place
        _history = history.FollowedBy(LogFormat.Start(header));
        _file = _store.OpenAppend(path, header.Length);
        return true;
    }

    private async Task<IReadOnlyList<IReadOnlyList<LogPosition>>> CommitAsync(
        IReadOnlyList<IReadOnlyList<ReadOnlyMemory<byte>>> appends
    )
    {
        await TakeOverAsync();
        var buffer = new ArrayBufferWriter<byte>();
        var end = End;
        var positions = new List<IReadOnlyList<LogPosition>>(appends.Count);
        foreach (var payloads in appends)
            positions.Add(Write(buffer, payloads, ref end));

        await _file!.AppendAsync(buffer.WrittenMemory);
        FaultPoints.Reached(_beforeFsync);
        await _file.FlushAsync();
        FaultPoints.Reached(_beforeCommit);
        if (!await _fence.TryWriteAsync(end))
            throw Replaced(end.Term);
        // A database that was restored to an older state, ETags included, lets a fenced writer write again.
        if (LogHistory.NewestClaim(_store, _folder) > end.Term)
            throw Replaced(end.Term);
        _history = _history.EndingAt(end);
        return positions;
    }

    private LogFencedException Replaced(long term) =>
        new($"log '{_folder}': term {term} was taken over by a later one");

    private static LogPosition[] Write(
        ArrayBufferWriter<byte> buffer,
        IReadOnlyList<ReadOnlyMemory<byte>> payloads,
        ref LogCommit end
    )
    {
        var positions = new LogPosition[payloads.Count];
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = new LogPosition(end.Term, end.Length);
            var hash = LogFormat.Write(buffer, payloads[i].Span, end.Hash);
            end = end with { Length = end.Length + LogFormat.RecordBytes(payloads[i].Length), Hash = hash };
        }

        return positions;
    }
}
