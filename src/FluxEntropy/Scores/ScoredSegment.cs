namespace FluxEntropy.Scores;

/// <summary>Everything that is published of a segment under a profile.</summary>
/// <param name="Scores">Its score file.</param>
/// <param name="Backfills">Backfills of metrics that this file lacks.</param>
public sealed record ScoredSegment(ScoreFile Scores, IReadOnlyList<ScoreFile> Backfills)
{
    /// <summary>Metrics that the segment is scored under.</summary>
    public IEnumerable<string> Metrics =>
        Backfills.Prepend(Scores).SelectMany(file => file.Header.Columns).Select(column => column.Name).Distinct();

    /// <summary>
    /// Values of a metric, NaN where a row has none; null where the segment is not scored under it. Not to be changed. [rows]
    /// </summary>
    public float[]? Column(string metric) =>
        Scores.Column(metric)
        ?? Backfills.Select(backfill => backfill.Column(metric)).FirstOrDefault(column => column is not null);
}
