using FluxEntropy.Scores;
using FluxEntropy.Shards;

namespace FluxEntropy.Compaction;

/// <summary>Makes tables of a shard from its score files and backfills.</summary>
/// <param name="scores">The published scores.</param>
/// <param name="shard">The shard.</param>
/// <param name="idsOf">Ids of the documents of a segment, deleted ones included.</param>
public sealed class ScoreTableSource(ScoreStore scores, int shard, Func<int, Task<IReadOnlyList<string>>> idsOf)
{
    /// <summary>A table of consecutive segments that are scored, until one reaches the most rows; empty where there are none.</summary>
    /// <param name="first">The first segment.</param>
    /// <param name="maxSegments">Most segments.</param>
    /// <param name="maxRows">The segment that reaches them is the last.</param>
    /// <param name="tombstones">Tombstones of the shard, from the first on.</param>
    /// <returns>The table, and the rows of its segments, deleted ones included.</returns>
    public async Task<(ScoreTable Table, int Rows)> GatherAsync(
        int first,
        int maxSegments,
        int maxRows,
        IReadOnlyList<Tombstone> tombstones
    )
    {
        var (files, rows) = (new List<ScoreFile>(), 0);
        for (; rows < maxRows && files.Count < maxSegments && scores.Has(shard, first + files.Count); )
        {
            files.Add(await scores.ReadAsync(shard, first + files.Count));
            rows += files[^1].Header.Rows;
        }
        var below = BackfilledBelow(first, files);
        var header = new ScoreTableHeader(
            scores.CorpusId,
            scores.ProfileHash,
            shard,
            first,
            files.Count,
            tombstones.Count
        );
        var parts = await PartsAsync(files, below);
        if (parts.Sum(part => part.Backfills.Count) is > 0 and var backfills)
            header = header with { Backfills = backfills, BackfilledBelow = below };
        return (await TableAsync(header, parts, tombstones), rows);
    }

    /// <summary>The table of a header: what one that was made then is to hold.</summary>
    /// <exception cref="FileNotFoundException">A score file is missing.</exception>
    public async Task<ScoreTable> MakeAsync(ScoreTableHeader header, IReadOnlyList<Tombstone> tombstones)
    {
        var files = new List<ScoreFile>();
        for (var segment = header.FirstSegment; segment < header.End; segment++)
            files.Add(await scores.ReadAsync(shard, segment));
        var parts = await PartsAsync(files, header.BackfilledBelow ?? []);
        return await TableAsync(header, parts, tombstones);
    }

    /// <summary>Whether there are backfills of a table's segments that are not in it.</summary>
    public bool HasNewBackfills(ScoreTableHeader table) =>
        scores.BackfilledMetrics.Sum(metric =>
            scores
                .BackfilledSegments(metric, shard)
                .Count(segment => segment >= table.FirstSegment && segment < table.End)
        ) > table.Backfills;

    // Backfills come in order of segments, so one number a metric says which are in a table.
    private SortedDictionary<string, int> BackfilledBelow(int first, List<ScoreFile> files)
    {
        var below = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var metric in scores.BackfilledMetrics)
        {
            var missing = files.FindIndex(file =>
                file.Column(metric) is null && !scores.HasBackfill(metric, shard, file.Header.Segment)
            );
            below[metric] = first + (missing < 0 ? files.Count : missing);
        }
        return below;
    }

    private async Task<List<ScoredSegment>> PartsAsync(List<ScoreFile> files, SortedDictionary<string, int> below)
    {
        var parts = new List<ScoredSegment>();
        foreach (var file in files)
        {
            var backfills = new List<ScoreFile>();
            foreach (var (metric, end) in below)
            {
                if (file.Header.Segment < end && file.Column(metric) is null)
                    backfills.Add(await scores.ReadBackfillAsync(metric, shard, file.Header.Segment));
            }
            parts.Add(new ScoredSegment(file, backfills));
        }
        return parts;
    }

    private async Task<ScoreTable> TableAsync(
        ScoreTableHeader header,
        List<ScoredSegment> parts,
        IReadOnlyList<Tombstone> tombstones
    )
    {
        var table = new ScoreTable(header, [.. parts.SelectMany(part => part.Metrics).Distinct()]);
        var deleted = tombstones.Take(header.Tombstones).Select(tombstone => tombstone.Row).ToHashSet();
        foreach (var part in parts)
            table.Add(part, await idsOf(part.Scores.Header.Segment), deleted.Contains);
        return table;
    }
}
