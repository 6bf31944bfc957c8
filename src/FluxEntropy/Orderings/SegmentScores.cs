using FluxEntropy.Metrics;
using FluxEntropy.Scores;

namespace FluxEntropy.Orderings;

/// <summary>What an aggregate reads of one score file. A metric without a column is one that the segment is not scored under.</summary>
public sealed record SegmentScores
{
    /// <summary>Shard of the segment.</summary>
    public required int Shard { get; init; }

    /// <summary>Number of the segment in its shard, from 0.</summary>
    public required int Segment { get; init; }

    /// <summary>Row of the first document in its shard; the others follow without a gap.</summary>
    public required int FirstRow { get; init; }

    /// <summary>Checksum of the published score file.</summary>
    public required ulong Checksum { get; init; }

    /// <summary>Tokens of each document. [documents]</summary>
    public required int[] Tokens { get; init; }

    /// <summary>Documents of the held-out split: scored, never ranked. [documents]</summary>
    public required bool[] HeldOut { get; init; }

    /// <summary>The metrics that the segment is scored under.</summary>
    public required IReadOnlyList<MetricColumn> Columns { get; init; }

    /// <summary>Values in the order of <see cref="Columns"/>, NaN where a document has none. [metrics][documents]</summary>
    public required IReadOnlyList<float[]> Metrics { get; init; }

    /// <summary>What a published score file says.</summary>
    public static SegmentScores Of(ScoreFile file) =>
        new()
        {
            Shard = file.Header.Shard,
            Segment = file.Header.Segment,
            FirstRow = file.Header.FirstRow,
            Checksum = file.Checksum,
            Tokens = file.Tokens,
            HeldOut = [.. Enumerable.Range(0, file.Header.Rows).Select(file.IsHeldOut)],
            Columns = file.Header.Columns,
            Metrics = file.Values,
        };

    /// <summary>Values of a metric, or null where the segment is not scored under it. [documents]</summary>
    public float[]? Column(string metric)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == metric)
                return Metrics[i];
        }
        return null;
    }

    /// <summary>
    /// These scores with the columns of a backfill of the same segment, which stay those of this file where both have one.
    /// </summary>
    internal SegmentScores With(SegmentScores backfill)
    {
        int[] added =
        [
            .. Enumerable.Range(0, backfill.Columns.Count).Where(i => Column(backfill.Columns[i].Name) is null),
        ];
        return this with
        {
            Columns = [.. Columns, .. added.Select(i => backfill.Columns[i])],
            Metrics = [.. Metrics, .. added.Select(i => backfill.Metrics[i])],
        };
    }

    /// <summary>The documents that a metric ranks: not held out, and with a value.</summary>
    internal IEnumerable<OrderingEntry> Ranked(string metric) =>
        Ranked(metric, Enumerable.Range(FirstRow, Tokens.Length));

    /// <summary>Those of some rows that a metric ranks.</summary>
    internal IEnumerable<OrderingEntry> Ranked(string metric, IEnumerable<int> rows) =>
        Column(metric) is { } values
            ? from row in rows
            let value = values[row - FirstRow]
            where !HeldOut[row - FirstRow] && !float.IsNaN(value)
            select new OrderingEntry(value, Shard, row, Tokens[row - FirstRow])
            : [];

    /// <exception cref="InvalidDataException">The columns do not fit each other.</exception>
    internal void Check()
    {
        if (
            HeldOut.Length != Tokens.Length
            || Metrics.Count != Columns.Count
            || Metrics.Any(column => column.Length != Tokens.Length)
        )
            throw new InvalidDataException(
                $"scores of shard {Shard}, segment {Segment}: {Tokens.Length} token counts, {HeldOut.Length} held-out marks and "
                    + $"{Metrics.Count} metric columns of {string.Join(", ", Metrics.Select(column => column.Length).Distinct())} values; "
                    + $"{Columns.Count} columns of equal length were expected."
            );
    }
}
