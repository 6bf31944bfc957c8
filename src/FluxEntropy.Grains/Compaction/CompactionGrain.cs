using FluxEntropy.Compaction;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Orderings;
using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Compaction;

/// <inheritdoc cref="ICompactionGrain" />
[RunsOn(SiloRoles.Data)]
internal sealed class CompactionGrain(IFileStore store) : Grain, ICompactionGrain
{
    /// <summary>Rows of a full table; the segment that reaches them is the last.</summary>
    private const int FullRows = 1 << 20;

    private string _corpus = "";
    private string _profile = "";
    private int _shard;

    private IDocumentGrain Documents => GrainFactory.Shard(new ShardKey(_corpus, _shard));

    private ScoreTables Tables => new(store, _corpus, _profile, _shard);

    private ScoreTableSource Source =>
        new(new ScoreStore(store, _corpus, _profile), _shard, async segment => await Documents.Ids(segment));

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_corpus, _profile, _shard) = CompactionKey.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<CompactionResult> Compact()
    {
        var result = new CompactionResult(0, 0, 0);
        var tombstones = await ShardHistory.TombstonesAsync(store, _corpus, _shard);
        foreach (var (table, _, _, _) in await Tables.ManifestsAsync())
        {
            var end = table.FirstSegment + table.Segments;
            var isOutdated =
                Source.HasNewBackfills(table)
                || tombstones
                    .Skip(table.Tombstones)
                    .Any(tombstone => tombstone.Segment >= table.FirstSegment && tombstone.Segment < end);
            if (
                isOutdated
                && (await GatherAsync(table.FirstSegment, tombstones, table.Segments)).Table is var made
                && made.Header != table
            )
                result = await PublishAsync(made, result);
        }
        return await CompactAsync(leastRows: 1, tombstones, result);
    }

    public async Task CompactFull()
    {
        var (next, scored) = (
            await NextSegmentAsync(),
            store.Files(DataLayout.Scores(_corpus, _profile, _shard)).Count
        );
        if (next < scored && await EndOfAsync(scored - 1) - (next == 0 ? 0 : await EndOfAsync(next - 1)) >= FullRows)
            await CompactAsync(
                FullRows,
                await ShardHistory.TombstonesAsync(store, _corpus, _shard),
                new CompactionResult(0, 0, 0)
            );
    }

    // The row after the last of a segment.
    private async Task<int> EndOfAsync(int segment) =>
        await Documents.Segments(segment, 1) is [var bounds] ? bounds.FirstRow + bounds.Rows : 0;

    private async Task<int> NextSegmentAsync() =>
        await Tables.ManifestsAsync() is [.., { Table: var last }] ? last.FirstSegment + last.Segments : 0;

    private async Task<CompactionResult> CompactAsync(
        int leastRows,
        IReadOnlyList<Tombstone> tombstones,
        CompactionResult result
    )
    {
        var next = await NextSegmentAsync();
        while (await GatherAsync(next, tombstones, int.MaxValue) is var (table, rows) && rows >= leastRows)
        {
            result = await PublishAsync(table, result);
            next += table.Header.Segments;
        }
        return result;
    }

    private async Task<CompactionResult> PublishAsync(ScoreTable table, CompactionResult before)
    {
        var manifest = await Task.Run(() => Tables.PublishAsync(table));
        return new CompactionResult(before.Tables + 1, before.Rows + manifest.Rows, before.Bytes + manifest.Bytes);
    }

    private Task<(ScoreTable Table, int Rows)> GatherAsync(
        int first,
        IReadOnlyList<Tombstone> tombstones,
        int maxSegments
    ) => Source.GatherAsync(first, maxSegments, FullRows, tombstones);
}
