using System.Runtime.CompilerServices;
using FluxEntropy.Storage;

namespace FluxEntropy.Logs;

/// <summary>
/// The terms of a log that count, oldest first, and how much of each: the newest file, the predecessor that its header
/// names, and so on. Files that no header names were left by writers that lost.
/// </summary>
public sealed class LogHistory
{
    private readonly IFileStore _store;
    private readonly string _folder;

    private LogHistory(IFileStore store, string folder, IReadOnlyList<LogCommit> closed, LogCommit? last)
    {
        _store = store;
        _folder = folder;
        Closed = closed;
        Last = last;
    }

    /// <summary>Terms whose length a later header fixed.</summary>
    public IReadOnlyList<LogCommit> Closed { get; }

    /// <summary>The newest term, or null if there is no log yet.</summary>
    public LogCommit? Last { get; }

    private IEnumerable<LogCommit> Terms => Last is { } last ? Closed.Append(last) : Closed;

    /// <summary>
    /// Reads the terms of a log. Writes nothing and needs no fence. The newest term counts as far as its hash chain is
    /// valid.
    /// </summary>
    /// <param name="store">Where the log is.</param>
    /// <param name="folder">Folder of the log.</param>
    /// <param name="committed">
    /// The fence's record, if known. The newest term must hold at least that much. The bytes before it were verified
    /// when they were committed, and will be again when they are read, so a longer log does not take longer to open.
    /// </param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="LogCorruptException">
    /// A file is missing or damaged, or shorter than what was committed.
    /// </exception>
    public static async Task<LogHistory> LoadAsync(
        IFileStore store,
        string folder,
        LogCommit? committed = null,
        CancellationToken cancellationToken = default
    )
    {
        var newest = NewestTerm(store, folder);
        if (newest == 0)
            return new LogHistory(store, folder, [], null).Checked(committed);

        var terms = new List<LogCommit>();
        LogCommit predecessor;
        using (var file = await LogFile.OpenAsync(store, folder, newest, cancellationToken))
        {
            var known = committed is { Length: > 0 } record && record.Term == newest ? record : file.Start;
            await RequireAsync(file, known, "were committed", cancellationToken);
            terms.Add(await file.ExtendAsync(known, cancellationToken));
            predecessor = file.Predecessor;
        }

        while (predecessor.Term != 0)
        {
            using var file = await LogFile.OpenAsync(store, folder, predecessor.Term, cancellationToken);
            await RequireAsync(file, predecessor, "are what the next term builds on", cancellationToken);
            terms.Add(predecessor);
            predecessor = file.Predecessor;
        }

        terms.Reverse();
        return new LogHistory(store, folder, terms[..^1], terms[^1]).Checked(committed);
    }

    /// <summary>The same history with another end of its last term.</summary>
    internal LogHistory EndingAt(LogCommit end) => new(_store, _folder, Closed, end);

    /// <summary>The same history with one more term.</summary>
    internal LogHistory FollowedBy(LogCommit start) => new(_store, _folder, [.. Terms], start);

    /// <summary>The highest term that a file is named after, 0 for none.</summary>
    internal static long NewestTerm(IFileStore store, string folder) => store.Files(folder).Max(LogFormat.Term) ?? 0;

    /// <summary>The highest term that somebody opened or is opening, 0 for none.</summary>
    internal static long NewestClaim(IFileStore store, string folder) =>
        store.Files(folder).Max(LogFormat.ClaimedTerm) ?? 0;

    /// <summary>Every record from a position onwards, in order, verified against the chain.</summary>
    /// <param name="from">Position of a record or the end of a term; the default is the beginning.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="LogCorruptException">A record that counts is damaged.</exception>
    public async IAsyncEnumerable<LogRecord> ReadAllAsync(
        LogPosition from = default,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        foreach (var term in Terms.Where(term => term.Term >= from.Term))
        {
            using var file = await LogFile.OpenAsync(_store, _folder, term.Term, cancellationToken);
            var offset = term.Term == from.Term ? Math.Max(from.Offset, LogFormat.HeaderBytes) : LogFormat.HeaderBytes;
            while (offset < term.Length)
            {
                var record = await file.RecordAsync(offset, term.Length, cancellationToken)
                    ?? throw Damaged(file.Path, offset);
                yield return new LogRecord(new LogPosition(term.Term, offset), record.Payload.ToArray(), record.Hash);
                offset = record.End;
            }
        }
    }

    /// <summary>The records at some positions, in the order asked for; adjacent ones cost one read.</summary>
    /// <exception cref="LogCorruptException">A record is damaged, or there is none at that position.</exception>
    public async IAsyncEnumerable<LogRecord> ReadAsync(
        IReadOnlyList<LogPosition> positions,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        LogFile? file = null;
        try
        {
            foreach (var position in positions)
            {
                if (file?.Start.Term != position.Term)
                {
                    file?.Dispose();
                    file = await LogFile.OpenAsync(_store, _folder, position.Term, cancellationToken);
                }

                var record = await file.RecordAsync(position.Offset, long.MaxValue, cancellationToken)
                    ?? throw Damaged(file.Path, position.Offset);
                yield return new LogRecord(position, record.Payload.ToArray(), record.Hash);
            }
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Whether a point that was once committed is part of this history.</summary>
    public async Task<bool> HoldsAsync(LogCommit point, CancellationToken cancellationToken = default)
    {
        if (!Terms.Any(term => term.Term == point.Term && term.Length >= point.Length))
            return false;
        using var file = await LogFile.OpenAsync(_store, _folder, point.Term, cancellationToken);
        return await file.HoldsAsync(point, cancellationToken);
    }

    /// <summary>
    /// Describes damage to the newest file, or null if there is none: an invalid record that valid ones follow. A crash
    /// leaves nothing valid after the record that it cut short.
    /// </summary>
    public async Task<string?> DamageAsync(CancellationToken cancellationToken = default)
    {
        if (Last is not { } last)
            return null;
        using var file = await LogFile.OpenAsync(_store, _folder, last.Term, cancellationToken);
        return await file.FindRecordAsync(last.Length + 1, cancellationToken) is { } offset
            ? $"log file '{file.Path}': the record at offset {last.Length} is damaged: "
                + $"a valid one follows at {offset}. Restore the file from a copy"
            : null;
    }

    // For a closed term its successor's header says what counts, whatever the fence says: a restored database may have
    // let the replaced writer go on, but nothing of that was acknowledged.
    private LogHistory Checked(LogCommit? committed)
    {
        if (committed is { Length: > 0 } record && record.Term > (Last?.Term ?? 0))
            throw new LogCorruptException(
                $"log '{_folder}': {record.Length} bytes of term {record.Term} were committed, and the files do not "
                    + $"hold them: restore '{_folder}/{LogFormat.FileName(record.Term)}' from a copy"
            );
        return this;
    }

    private static async Task RequireAsync(
        LogFile file,
        LogCommit part,
        string why,
        CancellationToken cancellationToken
    )
    {
        if (!await file.HoldsAsync(part, cancellationToken))
            throw new LogCorruptException(
                $"log file '{file.Path}': its first {part.Length} bytes {why}, but it has {file.Length} bytes "
                    + "or another hash at that offset: restore it from a copy"
            );
    }

    private static LogCorruptException Damaged(string path, long offset) =>
        new($"log file '{path}': the record at offset {offset} is damaged: restore the file from a copy");
}
