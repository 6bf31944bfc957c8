using FluxEntropy.Metrics;
using FluxEntropy.Storage;

namespace FluxEntropy.Scores;

/// <summary>
/// Brings a segment that is scored the metrics that its score file lacks. That file stays as it is: rows that failed in it
/// stay failed and are not tried again, and token counts and held-out marks are its own.
/// </summary>
/// <param name="scores">The published scores.</param>
/// <param name="own">The segment's score file.</param>
/// <param name="catalog">What can be measured.</param>
public sealed class SegmentBackfill(ScoreStore scores, ScoreFile own, MetricCatalog catalog)
{
    /// <summary>Those of some metrics that the segment is not scored under, and can be.</summary>
    public IReadOnlyList<MetricColumn> Missing(IReadOnlyCollection<string> wanted) =>
        [
            .. catalog.Columns.Where(column =>
                wanted.Contains(column.Name)
                && own.Column(column.Name) is null
                && !scores.HasBackfill(column.Name, own.Header.Shard, own.Header.Segment)
            ),
        ];

    /// <summary>Rows to score, as indexes within the segment: all that did not fail.</summary>
    public IReadOnlyList<int> Rows =>
        [.. Enumerable.Range(0, own.Header.Rows).Where(index => own.Status(index) != RowStatus.Failed)];

    /// <summary>Publishes a backfill for each of some metrics; where another writer was first, its own counts.</summary>
    /// <param name="missing">The metrics, from <see cref="Missing"/>.</param>
    /// <param name="rescored">Scores of <see cref="Rows"/>, in that order.</param>
    /// <returns>Backfills that are these.</returns>
    public async Task<int> PublishAsync(IReadOnlyList<MetricColumn> missing, IReadOnlyList<DocumentScore> rescored)
    {
        var (all, published) = (AllRows(rescored), 0);
        foreach (var column in missing)
        {
            var content = Encode(column, all);
            FaultPoints.Reached("scorer.before-backfill");
            if (
                await scores.Files.PublishAsync(
                    scores.PathOf(column.Name, own.Header.Shard, own.Header.Segment),
                    content
                )
            )
                published++;
            FaultPoints.Reached("scorer.after-backfill");
        }
        return published;
    }

    private byte[] Encode(MetricColumn column, DocumentScore[] all)
    {
        var place = catalog.Columns.Index().First(measured => measured.Item.Name == column.Name).Index;
        return ScoreFileWriter.Encode(
            own.Header with
            {
                Columns = [column],
                Nonce = DataLayout.NewId(),
            },
            [.. all.Select(score => score with { Metrics = [score.Metrics[place]] })],
            own.Tokens,
            [.. Enumerable.Range(0, all.Length).Select(own.IsHeldOut)]
        );
    }

    private DocumentScore[] AllRows(IReadOnlyList<DocumentScore> rescored)
    {
        if (rescored.Count != Rows.Count)
            throw new ArgumentException(
                $"{Rows.Count} rows of segment {own.Header.Segment} of shard {own.Header.Shard} did not "
                    + $"fail; {rescored.Count} scores were given.",
                nameof(rescored)
            );
        var all = new DocumentScore[own.Header.Rows];
        foreach (var (index, row) in Rows.Index())
            all[row] = rescored[index];
        for (var row = 0; row < all.Length; row++)
            all[row] ??= new DocumentScore
            {
                TokenIds = [],
                Bytes = 0,
                Metrics = catalog.NoValues(),
                Failure = own.Failure(row),
            };
        return all;
    }
}
