using System.Collections.ObjectModel;
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
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    private CorpusSettings _corpus = null!;
    private Shard? _open;
    private ShardBehindException? _behind;
    private IGrainTimer _cutting = null!; // runs only while a segment is open
    private DateTimeOffset _appended;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var (corpusId, number) = ShardKey.Parse(this.GetPrimaryKeyString());
        _corpus = await catalog.CorpusAsync(corpusId) ?? throw new DeletedException($"corpus {corpusId}");
        if (number >= _corpus.Shards)
            throw new ArgumentException(
                $"Corpus {_corpus.Name} has {_corpus.Shards} shards; there is no shard {number}."
            );
        try
        {
            _open = await Shard.OpenAsync(
                folder.Files,
                _corpus,
                number,
                folder.IndexFolder(_corpus.Id, number),
                new GrainFence(fences, this.GetGrainId(), time),
                cancellationToken
            );
        }
        catch (ShardBehindException behind)
        {
            _behind = behind; // callers are told; opening it again would leave a term each time
            return;
        }
        _cutting = this.RegisterGrainTimer(
            CutAfterPauseAsync,
            new GrainTimerCreationOptions(Never, Never) { KeepAlive = true }
        );
        CutLater();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_open is not null)
            await _open.DisposeAsync();
    }

    public async Task<AppendOutcome[]> Append(IncomingDocument[] documents)
    {
        using var span = FluxInstruments.Source.StartActivity("append documents");
        span?.SetTag("fluxentropy.documents", documents.Length);
        _appended = time.GetUtcNow();
        var outcomes = await GuardAsync(Shard.AppendAsync(documents));
        CutLater();
        await OfferAsync();
        return [.. outcomes];
    }

    public async Task<DeleteOutcome[]> Delete(string[] ids)
    {
        var outcomes = await GuardAsync(Shard.DeleteAsync(ids));
        await OfferAsync(); // an open segment may have been cut
        foreach (var profile in await catalog.ProfileHashesAsync(_corpus.Id))
            await GrainFactory.Aggregator(AggregatorKey.Of(_corpus, profile, Shard.Number)).Advance();
        return [.. outcomes];
    }

    public Task Quarantine(QuarantinedRecord[] records) => GuardAsync(Shard.QuarantineAsync(records));

    public async Task Cut()
    {
        await GuardAsync(Shard.CutAsync());
        await OfferAsync();
    }

    public Task<ShardCounts> Counts() => Task.FromResult(Shard.Counts);

    public Task<Segment[]> Segments(int from, int max) => Task.FromResult<Segment[]>([.. Shard.Segments(from, max)]);

    public async Task<SegmentPart> Read(int segment, int skip)
    {
        var bounds = Segment(segment);
        var documents = await Shard.ReadAsync(bounds.FirstRow + skip, bounds.FirstRow + bounds.Rows, ReadBytes);
        return new SegmentPart(
            bounds.Rows,
            [.. documents.Select(document => document with { Metadata = ReadOnlyDictionary<string, string>.Empty })]
        );
    }

    public Task<string[]> Ids(int segment)
    {
        var bounds = Segment(segment);
        return Task.FromResult<string[]>([
            .. Shard.Rows(bounds.FirstRow, bounds.FirstRow + bounds.Rows).Select(row => row.Id),
        ]);
    }

    public async Task<ShardDocument?[]> Find(string[] ids, bool includeText) =>
        [.. await ReadAsync([.. ids.Select(Shard.Find)], includeText)];

    public async Task<ShardDocument[]> Rows(int[] rows, bool includeText) =>
        [.. (await ReadAsync([.. rows.Select(Row)], includeText)).OfType<ShardDocument>()];

    public async Task<ShardDocument[]> RowsWithin(int[] rows, bool includeText, int maxBytes) =>
        [.. (await ReadAsync([.. rows.Select(Row)], includeText, maxBytes)).OfType<ShardDocument>()];

    public async Task<ShardDocument?[]> FindWithin(string[] ids, bool includeText, int maxBytes) =>
        [.. await ReadAsync([.. ids.Select(Shard.Find)], includeText, maxBytes)];

    public Task<QuarantinedRecord[]> Quarantined(int from, int max) =>
        Task.FromResult<QuarantinedRecord[]>([.. Shard.Quarantined(from, max)]);

    private ShardRow Row(int row) =>
        Shard.Row(row) ?? throw new KeyNotFoundException($"Shard {Shard.Number} has no row {row}.");

    private Segment Segment(int number) =>
        Shard.Segment(number) ?? throw new KeyNotFoundException($"Shard {Shard.Number} has no segment {number}.");

    // Texts are read in any case, since they share a record with metadata; those that are not wanted leave memory one after another.
    private async Task<List<ShardDocument?>> ReadAsync(
        ShardRow?[] rows,
        bool includeText,
        long maxBytes = long.MaxValue
    )
    {
        var (documents, left) = (new List<ShardDocument?>(), maxBytes);
        await using var reading = Shard.ReadEachAsync([.. rows.OfType<ShardRow>()]).GetAsyncEnumerator();
        foreach (var row in rows)
        {
            ShardDocument? document = null;
            if (row is not null && await reading.MoveNextAsync())
                document = includeText && row.Bytes <= maxBytes ? reading.Current : reading.Current with { Text = "" };
            left -= document?.Bytes ?? 0;
            if (left < 0 && documents.Count > 0)
                break;
            documents.Add(document);
        }
        return documents;
    }

    private Shard Shard => _open ?? throw new ShardBehindException(_behind!.Message);

    private bool HasOpenSegment => Shard.Counts is var counts && counts.Documents > counts.CutRows;

    private void CutLater()
    {
        if (HasOpenSegment)
            _cutting.Change(Pause, Never);
    }

    private async Task CutAfterPauseAsync()
    {
        try
        {
            if (HasOpenSegment && time.GetUtcNow() - _appended >= Pause)
                await Cut();
        }
        finally
        {
            CutLater(); // where documents came meanwhile, or it failed
        }
    }

    private Task OfferAsync() => GrainFactory.Leases(_corpus.Id).Offer(Shard.Number, Shard.Counts.Segments);

    // A shard that lost its fence stays closed: the next call activates the grain again, which takes it over again.
    private async Task GuardAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception exception) when (exception.IsTransient() || exception is IOException)
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task<T> GuardAsync<T>(Task<T> work)
    {
        await GuardAsync((Task)work);
        return await work;
    }
}
