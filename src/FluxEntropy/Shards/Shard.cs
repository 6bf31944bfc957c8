using System.Runtime.CompilerServices;
using FluxEntropy.Logs;
using FluxEntropy.Storage;

namespace FluxEntropy.Shards;

/// <summary>
/// A shard of a corpus: an append-only sequence of documents, cut into segments. Its fenced log is the truth; an index
/// beside it answers queries. Calls may be concurrent; those that overlap are decided and committed together.
/// </summary>
public sealed class Shard : IAsyncDisposable
{
    private readonly CorpusSettings _corpus;
    private readonly FencedLog _log;
    private readonly IShardIndex _index;
    private readonly TombstoneFiles _tombstones;
    private readonly GroupCommit<ShardRequest, ShardAnswer> _requests;

    private Shard(CorpusSettings corpus, int number, FencedLog log, IShardIndex index, TombstoneFiles tombstones)
    {
        _corpus = corpus;
        Number = number;
        _log = log;
        _index = index;
        _tombstones = tombstones;
        _requests = new($"shard {number} of corpus '{corpus.Name}'", CommitAsync);
    }

    /// <summary>Number of the shard in its corpus.</summary>
    public int Number { get; }

    /// <summary>Counts of the shard.</summary>
    public ShardCounts Counts => _index.Counts;

    /// <summary>Opens a shard, and brings its index up to date with its log, which is taken over as <see cref="FencedLog"/> says.</summary>
    /// <param name="store">Where the log is.</param>
    /// <param name="corpus">The corpus.</param>
    /// <param name="number">Number of the shard, from 0.</param>
    /// <param name="indexFolder">
    /// Absolute path of the folder of the index, on a local disk (<see cref="DataLayout.ShardIndex"/>).
    /// </param>
    /// <param name="fence">The record that fences the shard's log.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="LogCorruptException">Committed records are missing or damaged.</exception>
    /// <exception cref="LogFencedException">Other writers keep taking over the shard.</exception>
    /// <exception cref="ShardBehindException">Files were made of more than the log holds.</exception>
    public static Task<Shard> OpenAsync(
        IFileStore store,
        CorpusSettings corpus,
        int number,
        string indexFolder,
        ILogFence fence,
        CancellationToken cancellationToken = default
    )
    {
        var files = new ShardIndexFiles(indexFolder, corpus.HeldOut);
        return OpenAsync(
            store,
            corpus,
            number,
            (term, anew) => Task.Run(IShardIndex () => anew ? files.Anew(term) : files.Open(term)),
            fence,
            () => Task.Run(IShardIndex? () => files.Usable()),
            cancellationToken
        );
    }

    /// <summary>The same over an index of any kind, which is opened for a term as it is, or empty.</summary>
    internal static async Task<Shard> OpenAsync(
        IFileStore store,
        CorpusSettings corpus,
        int number,
        Func<long, bool, Task<IShardIndex>> openIndex,
        ILogFence fence,
        Func<Task<IShardIndex?>>? usableIndex = null,
        CancellationToken cancellationToken = default
    )
    {
        var log = await FencedLog.OpenAsync(
            store,
            DataLayout.ShardLog(corpus.Id, number),
            fence,
            "shard",
            cancellationToken
        );
        IShardIndex? index = null;
        try
        {
            if (!log.IsTakenOver && usableIndex is not null)
                index = await usableIndex();
            if (index is null || !await IndexCatchUp.IsCompleteAsync(log.History, index, cancellationToken))
            {
                index?.Dispose();
                await log.TakeOverAsync(cancellationToken); // an index has one writer: that of the log
                index = await openIndex(log.End.Term, false);
                if (index.Watermark.Term != 0 && !await log.History.HoldsAsync(index.Watermark, cancellationToken))
                {
                    index.Dispose();
                    index = await openIndex(log.End.Term, true);
                }
                await IndexCatchUp.RunAsync(log.History, index, cancellationToken);
            }

            await RefuseIfBehindAsync(store, corpus, number, index.Counts, cancellationToken);
            var tombstones = await TombstoneFiles.OpenAsync(store, corpus.Id, number);
            await tombstones.PublishAsync(index); // a predecessor may have crashed between its log and its file
            return new Shard(corpus, number, log, index, tombstones);
        }
        catch
        {
            index?.Dispose();
            await log.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Appends documents of this shard. Returns their results in order, once everything that they say is durable.
    /// Idempotent: an id with the same text is present; with another text it is quarantined, unless it names the text
    /// that it replaces.
    /// </summary>
    /// <exception cref="LogFencedException">
    /// Another writer took over the shard, or an earlier call failed: reopen it and repeat the call.
    /// </exception>
    public async Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<IncomingDocument> documents) =>
        (await _requests.AddAsync(new ShardRequest { Documents = documents })).Documents;

    /// <summary>
    /// Deletes documents by id. Returns results in order, once they are durable. Idempotent: an id that no document has
    /// is absent.
    /// </summary>
    /// <inheritdoc cref="AppendAsync" path="/exception"/>
    public async Task<IReadOnlyList<DeleteOutcome>> DeleteAsync(IReadOnlyList<string> ids) =>
        (await _requests.AddAsync(new ShardRequest { Deleted = ids })).Deleted;

    /// <summary>Quarantines records that are not documents. Idempotent: equal records count once.</summary>
    /// <inheritdoc cref="AppendAsync" path="/exception"/>
    public Task QuarantineAsync(IReadOnlyList<QuarantinedRecord> records) =>
        _requests.AddAsync(new ShardRequest { Rejected = records });

    /// <summary>Cuts the open segment, if it has a row.</summary>
    /// <inheritdoc cref="AppendAsync" path="/exception"/>
    public Task CutAsync() => _requests.AddAsync(new ShardRequest { Cut = true });

    /// <summary>A segment, or null if there is none with that number yet.</summary>
    public Segment? Segment(int number) =>
        Segments(number, 1) is [var segment] && segment.Number == number ? segment : null;

    /// <summary>Segments from a number onwards, in order.</summary>
    public IReadOnlyList<Segment> Segments(int from, int max) => _index.Segments(from, max);

    /// <summary>The row of a live document, or null if none has that id.</summary>
    public ShardRow? Find(string id) => _index.Find(id);

    /// <summary>A row, deleted or not; null beyond the last.</summary>
    public ShardRow? Row(int row) => _index.Row(row);

    /// <summary>Rows [from, to), in order.</summary>
    public IReadOnlyList<ShardRow> Rows(int from, int to) => _index.Rows(from, to, to - from);

    /// <summary>Quarantined records from the n-th onwards, in order of arrival.</summary>
    public IReadOnlyList<QuarantinedRecord> Quarantined(int from, int max) => _index.Quarantined(from, max);

    /// <summary>
    /// Documents from a row onwards: at least one if the range has one, then as many as <paramref name="maxBytes"/> of
    /// text allow. Ask again from after the last one for the rest.
    /// </summary>
    /// <param name="fromRow">First row.</param>
    /// <param name="toRow">Row after the last one wanted.</param>
    /// <param name="maxBytes">Maximum bytes of text, unless a single document has more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="LogCorruptException">A record is damaged.</exception>
    public Task<IReadOnlyList<ShardDocument>> ReadAsync(
        int fromRow,
        int toRow,
        int maxBytes,
        CancellationToken cancellationToken = default
    )
    {
        long bytes = 0;
        var rows = _index
            .Rows(fromRow, toRow, _corpus.SegmentDocuments)
            .TakeWhile((row, i) => (bytes += row.Bytes) <= maxBytes || i == 0);
        return ReadAsync([.. rows], cancellationToken);
    }

    /// <summary>The documents of some rows, in the order asked for.</summary>
    /// <exception cref="LogCorruptException">A record is damaged.</exception>
    public async Task<IReadOnlyList<ShardDocument>> ReadAsync(
        IReadOnlyList<ShardRow> rows,
        CancellationToken cancellationToken = default
    ) => await ReadEachAsync(rows, cancellationToken).ToListAsync(cancellationToken);

    /// <summary>The same, one after another: only one of them is in memory here.</summary>
    /// <inheritdoc cref="ReadAsync(IReadOnlyList{ShardRow}, CancellationToken)" path="/exception"/>
    public async IAsyncEnumerable<ShardDocument> ReadEachAsync(
        IReadOnlyList<ShardRow> rows,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var read = 0;
        await foreach (var record in _log.History.ReadAsync([.. rows.Select(row => row.Position)], cancellationToken))
        {
            var row = rows[read++];
            if (
                DocumentIn(ShardRecord.Decode(record.Payload.Span)) is not { } added
                || added.Row != row.Row
                || DocumentContent.Hash(added.Text) != row.TextHash
            )
                throw new LogCorruptException(
                    $"shard {Number} of corpus '{_corpus.Name}': the log does not hold row {row.Row} ('{row.Id}') at "
                        + $"{record.Position}, where the index has it: stop the server and delete that shard's index, "
                        + "which is then rebuilt"
                );
            yield return new ShardDocument(row, added.Text, added.Metadata);
        }
    }

    public ValueTask DisposeAsync()
    {
        _index.Dispose();
        return _log.DisposeAsync();
    }

    private static async Task RefuseIfBehindAsync(
        IFileStore store,
        CorpusSettings corpus,
        int number,
        ShardCounts counts,
        CancellationToken cancellationToken
    )
    {
        var (segments, deleted) = (counts.Segments, counts.Tombstones);
        if (await ShardAhead.FindAsync(store, corpus.Id, number, segments, deleted, cancellationToken) is { } ahead)
            throw new ShardBehindException(
                $"shard {number} of corpus '{corpus.Name}' lost the end of its log: {ahead}. The data folder was copied while a "
                    + "server wrote to it, or a part of it is older than the rest: restore a backup that 'flux backup' made"
            );
    }

    /// <summary>The document that a record adds, or null.</summary>
    private static ShardRecord.DocumentAdded? DocumentIn(ShardRecord record) =>
        record switch
        {
            ShardRecord.DocumentAdded added => added,
            ShardRecord.DocumentReplaced replaced => replaced.Document,
            _ => null,
        };

    private async Task<IReadOnlyList<ShardAnswer>> CommitAsync(IReadOnlyList<ShardRequest> requests)
    {
        var batch = new ShardBatch(_index, _corpus, Number);
        ShardAnswer[] answers = [];
        await _index.RunAsync(() => answers = [.. requests.Select(batch.Add)]);
        var (cuts, deletes) = (batch.Cuts, batch.Deletes); // before the index advances
        if (cuts)
            FaultPoints.Reached("shard.cut");
        if (batch.Records.Count > 0)
        {
            var positions = await _log.AppendAsync(batch.Payloads());
            await _index.RunAsync(() => _index.Apply(positions.Zip(batch.Records), _log.End));
        }

        if (deletes)
        {
            FaultPoints.Reached("shard.before-tombstones");
            await _tombstones.PublishAsync(_index);
        }

        FaultPoints.Reached("shard.append.before-ack");
        return answers;
    }
}
