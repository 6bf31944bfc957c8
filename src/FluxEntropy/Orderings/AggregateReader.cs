using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Orderings;

/// <summary>Has an aggregate read what was published: score files in segment order, and tombstones and backfills in theirs.</summary>
internal sealed class AggregateReader(ScoreStore scores, ShardGroupAggregate aggregate)
{
    /// <summary>Reads score files, tombstones and backfills that are there, at most so many files.</summary>
    /// <returns>Files read.</returns>
    public async Task<int> AdvanceAsync(int maxFiles)
    {
        var read = 0;
        foreach (var (shard, _, _, _) in aggregate.Marks)
        {
            for (; read < maxFiles && scores.Has(shard, aggregate.NextSegment(shard)); read++)
                aggregate.Accept(await ScoresAsync(shard, aggregate.NextSegment(shard)));
            for (; read < maxFiles && await NextTombstonesAsync(shard) is { } tombstones; read++)
                await DeleteAsync(tombstones);
        }
        foreach (var metric in scores.BackfilledMetrics)
        foreach (var (shard, _, _, _) in aggregate.Marks)
            read += await BackfillAsync(shard, metric, maxFiles - read);
        return read;
    }

    /// <summary>A builder of an ordering that read everything that the aggregate did.</summary>
    public async Task<RunBuilder> HistoryAsync(string metric)
    {
        var history = new RunBuilder(
            scores.ProfileHash,
            metric,
            aggregate.Marks.Select(mark => ShardMark.Start(mark.Shard))
        );
        var backfills = aggregate.Backfills(metric).ToDictionary(mark => mark.Shard, mark => mark.NextSegment);
        foreach (var mark in aggregate.Marks)
            await history.ReadAsync(scores, mark, backfills.GetValueOrDefault(mark.Shard));
        return history;
    }

    // Tombstones below the mark are read once for all the backfills that are there; most corpora have neither.
    private async Task<int> BackfillAsync(int shard, string metric, int maxFiles)
    {
        ILookup<int, int>? deleted = null;
        var read = 0;
        for (; read < maxFiles && NextBackfill(shard, metric) is { } segment; read++)
        {
            deleted ??= (
                await ShardHistory.TombstonesAsync(scores.Files, scores.CorpusId, shard, aggregate.NextTombstone(shard))
            ).ToLookup(tombstone => tombstone.Segment, tombstone => tombstone.Row);
            var backfill = SegmentScores.Of(await scores.ReadBackfillAsync(metric, shard, segment));
            aggregate.Backfill(backfill, [.. deleted[segment]]);
        }
        return read;
    }

    private int? NextBackfill(int shard, string metric) =>
        aggregate.NextBackfill(shard, metric) is { } segment && scores.HasBackfill(metric, shard, segment)
            ? segment
            : null;

    private async Task<SegmentScores> ScoresAsync(int shard, int segment) =>
        SegmentScores.Of(await scores.ReadAsync(shard, segment));

    // Null while there are none, or while scores of a deleted row are still to come.
    private async Task<TombstoneFile?> NextTombstonesAsync(int shard)
    {
        var path = DataLayout.TombstoneFile(scores.CorpusId, shard, aggregate.NextTombstone(shard));
        if (!scores.Files.Exists(path))
            return null;
        var file = TombstoneFile.Read(await scores.Files.ReadAsync(path), path);
        return file.Tombstones.All(tombstone => tombstone.Segment < aggregate.NextSegment(shard)) ? file : null;
    }

    private async Task DeleteAsync(TombstoneFile file)
    {
        var deleted = new List<(SegmentScores Scores, int[] Rows)>(); // all read before anything changes
        foreach (var segment in file.Tombstones.GroupBy(tombstone => tombstone.Segment))
            deleted.Add((await CountedAsync(file.Shard, segment.Key), [.. segment.Select(tombstone => tombstone.Row)]));
        foreach (var (counted, rows) in deleted)
            aggregate.Delete(counted, rows);
        aggregate.Advance(file.Shard, file.First, file.End);
    }

    // What was counted of a segment: its own scores, and the backfills below their marks.
    private async Task<SegmentScores> CountedAsync(int shard, int segment)
    {
        var own = await ScoresAsync(shard, segment);
        var backfilled = aggregate
            .Metrics.Where(metric => metric.Backfills.Any(mark => mark.Shard == shard && segment < mark.NextSegment))
            .Select(metric => metric.Name);
        var backfills = await ShardHistory.BackfillsAsync(scores, own, backfilled);
        return new HistorySegment(own, backfills, []).All;
    }
}
