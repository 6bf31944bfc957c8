using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Fencing;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Grains.Telemetry;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Storage;

namespace FluxEntropy.Grains.Documents;

/// <inheritdoc cref="IDocumentGrain" />
[Reentrant, RunsOn(SiloRoles.Data)]
internal sealed class DocumentGrain(
    Catalog catalog,
    DataFolder folder,
    [FromKeyedServices(GrainFence.StorageName)] IGrainStorage fences,
    TimeProvider time
) : Grain, IDocumentGrain
{
    private const int ReadBytes = 1 << 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1); // after which an open segment is cut

    private CorpusSettings _corpus = null!;
    private Shard _shard = null!;
    private DateTimeOffset _appended;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (corpusId, number) = ShardKey.Parse(this.GetPrimaryKeyString());
        _corpus = await catalog.CorpusAsync(corpusId);
        if (number >= _corpus.Shards)
            throw new ArgumentException(
                $"Corpus {_corpus.Name} has {_corpus.Shards} shards; there is no shard {number}."
            );
        _shard = await Shard.OpenAsync(
            folder.Files,
            _corpus,
            number,
            folder.IndexFolder(_corpus.Id, number),
            new GrainFence(fences, this.GetGrainId(), time),
            cancellationToken
        );
        this.RegisterGrainTimer(CutAfterPauseAsync, new GrainTimerCreationOptions(Pause, Pause) { KeepAlive = true });
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_shard is not null)
            await _shard.DisposeAsync();
    }

    public async Task<DocumentOutcome[]> Append(DocumentText[] documents)
    {
        using var span = FluxInstruments.Source.StartActivity("append documents");
        span?.SetTag("fluxentropy.documents", documents.Length);
        _appended = time.GetUtcNow();
        var outcomes = await GuardAsync(
            _shard.AppendAsync([
                .. documents.Select(document => new IncomingDocument(
                    document.Id,
                    document.Text,
                    document.Metadata,
                    document.Replaces
                )),
            ])
        );
        await OfferAsync();
        return
        [
            .. outcomes.Select(outcome => new DocumentOutcome(
                outcome.Status,
                outcome.Reason,
                outcome.TextHash,
                outcome.Row
            )),
        ];
    }

    public async Task<int?[]> Delete(string[] ids)
    {
        var outcomes = await GuardAsync(_shard.DeleteAsync(ids));
        await OfferAsync(); // an open segment may have been cut
        return [.. outcomes.Select(outcome => outcome.Row)];
    }

    public async Task Quarantine(RejectedRecord[] records) =>
        await GuardAsync(
            _shard.QuarantineAsync([
                .. records.Select(record => new QuarantinedRecord(
                    record.Id,
                    record.Source,
                    record.Line,
                    record.Reason
                )),
            ])
        );

    public async Task Cut()
    {
        await GuardAsync(_shard.CutAsync());
        await OfferAsync();
    }

    public Task<ShardStatus> Status()
    {
        var counts = _shard.Counts;
        return Task.FromResult(
            new ShardStatus(
                counts.Documents,
                counts.CutRows,
                counts.HeldOut,
                counts.Quarantined,
                counts.Bytes,
                counts.Segments,
                counts.Tombstones
            )
        );
    }

    public Task<SegmentBounds[]> Segments(int from, int max) =>
        Task.FromResult<SegmentBounds[]>([
            .. _shard
                .Segments(from, max)
                .Select(segment => new SegmentBounds(segment.Number, segment.FirstRow, segment.Rows)),
        ]);

    public async Task<SegmentPart> Read(int segment, int skip)
    {
        var bounds = _shard.Segment(segment)
            ?? throw new KeyNotFoundException($"Shard {_shard.Number} has no segment {segment}.");
        var documents = await _shard.ReadAsync(bounds.FirstRow + skip, bounds.FirstRow + bounds.Rows, ReadBytes);
        return new SegmentPart(
            bounds.Rows,
            [.. documents.Select(document => new RowText(document.Row.Row, document.Text, document.Row.HeldOut))]
        );
    }

    public Task<string[]> Ids(int segment)
    {
        var bounds = _shard.Segment(segment)
            ?? throw new KeyNotFoundException($"Shard {_shard.Number} has no segment {segment}.");
        return Task.FromResult<string[]>([
            .. _shard.Rows(bounds.FirstRow, bounds.FirstRow + bounds.Rows).Select(row => row.Id),
        ]);
    }

    public async Task<RowLocation?[]> Find(string[] ids, bool includeText)
    {
        var found = ids.Select(_shard.Find).ToArray();
        var described = new Queue<RowLocation>(await DescribeAsync([.. found.OfType<ShardRow>()], includeText));
        return [.. found.Select(row => row is null ? null : described.Dequeue())];
    }

    public async Task<RowLocation[]> Rows(int[] rows, bool includeText) =>
        await DescribeAsync(
            [
                .. rows.Select(row =>
                    _shard.Row(row) ?? throw new KeyNotFoundException($"Shard {_shard.Number} has no row {row}.")
                ),
            ],
            includeText
        );

    public Task<RejectedRecord[]> Quarantined(int from, int max) =>
        Task.FromResult<RejectedRecord[]>([
            .. _shard
                .Quarantined(from, max)
                .Select(record => new RejectedRecord(record.Id, record.Source, record.Line, record.Reason)),
        ]);

    private async Task<RowLocation[]> DescribeAsync(IReadOnlyList<ShardRow> rows, bool includeText)
    {
        var documents = await _shard.ReadAsync(rows);
        return
        [
            .. documents.Select(document => new RowLocation(
                document.Row.Id,
                document.Row.Row,
                document.Row.Segment,
                document.Row.HeldOut,
                includeText ? document.Text : null,
                new Dictionary<string, string>(document.Metadata),
                document.Row.TextHash,
                document.Row.IsDeleted
            )),
        ];
    }

    private async Task CutAfterPauseAsync()
    {
        var counts = _shard.Counts;
        if (counts.Documents > counts.CutRows && time.GetUtcNow() - _appended >= Pause)
            await Cut();
    }

    private Task OfferAsync() => GrainFactory.Leases(_corpus.Id).Offer(_shard.Number, _shard.Counts.Segments);

    // A shard that lost its fence stays closed: the next call activates the grain anew, which takes it over again.
    private async Task<T> GuardAsync<T>(Task<T> work)
    {
        try
        {
            return await work;
        }
        catch (Exception exception) when (exception.IsTransient() || exception is IOException)
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private Task<bool> GuardAsync(Task work) => GuardAsync(Completed(work));

    private static async Task<bool> Completed(Task work)
    {
        await work;
        return true;
    }
}
