using System.IO.Hashing;
using System.Text;
using FluxEntropy.Scores;

namespace FluxEntropy.Compaction;

/// <summary>
/// The scores of many segments, with the documents' ids, as columns: what other programs read. It follows from score files,
/// which stay the truth. Its metrics are those that any of its segments is scored under.
/// </summary>
public sealed class ScoreTable
{
    private readonly List<float>[] _values;

    /// <param name="header">What it is to hold.</param>
    /// <param name="metrics">Names of its metrics, in the order of their columns.</param>
    public ScoreTable(ScoreTableHeader header, IReadOnlyList<string> metrics)
    {
        (Header, Metrics) = (header, metrics);
        _values = [.. metrics.Select(_ => new List<float>())];
    }

    public ScoreTableHeader Header { get; }

    /// <summary>Names of its metrics, in the order of their columns.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>Document ids. [rows]</summary>
    public List<string> Ids { get; } = [];

    /// <summary>Row of each document within its shard. [rows]</summary>
    public List<int> Rows { get; } = [];

    /// <summary>Segment of each document. [rows]</summary>
    public List<int> Segments { get; } = [];

    /// <summary>Tokens of each document, BOS included. [rows]</summary>
    public List<int> Tokens { get; } = [];

    /// <summary>Whether each document is held out from training. [rows]</summary>
    public List<bool> HeldOut { get; } = [];

    /// <summary>Why a document has no scores, or null. [rows]</summary>
    public List<string?> Failures { get; } = [];

    /// <summary>
    /// Values of a metric, by its place in <see cref="Metrics"/>; NaN where a document has none, or is not scored under it.
    /// [rows]
    /// </summary>
    public List<float> Metric(int index) => _values[index];

    /// <summary>XXH3-64 of all values, row by row.</summary>
    public ulong Checksum
    {
        get
        {
            var hash = new XxHash3();
            for (var i = 0; i < Rows.Count; i++)
            {
                hash.Append(
                    Encoding.UTF8.GetBytes(
                        $"{Ids[i]}\n{Rows[i]}\n{Segments[i]}\n{Tokens[i]}\n{HeldOut[i]}\n{Failures[i]}\n"
                    )
                );
                foreach (var values in _values)
                    hash.Append(BitConverter.GetBytes(float.IsNaN(values[i]) ? float.NaN : values[i]));
            }
            return hash.GetCurrentHashAsUInt64();
        }
    }

    /// <summary>Adds the next segment.</summary>
    /// <param name="part">Its scores.</param>
    /// <param name="ids">Ids of its documents, deleted ones included.</param>
    /// <param name="isDeleted">Whether a row is left out.</param>
    public void Add(ScoredSegment part, IReadOnlyList<string> ids, Func<int, bool> isDeleted)
    {
        var scores = part.Scores;
        if (ids.Count != scores.Header.Rows)
            throw new ArgumentException(
                $"segment {scores.Header.Segment} has {scores.Header.Rows} rows, and {ids.Count} ids were given",
                nameof(ids)
            );
        int[] live = [.. Enumerable.Range(0, ids.Count).Where(i => !isDeleted(scores.Header.FirstRow + i))];
        foreach (var i in live)
        {
            Ids.Add(ids[i]);
            Rows.Add(scores.Header.FirstRow + i);
            Segments.Add(scores.Header.Segment);
            Tokens.Add(scores.Tokens[i]);
            HeldOut.Add(scores.IsHeldOut(i));
            Failures.Add(scores.Failure(i));
        }
        for (var metric = 0; metric < _values.Length; metric++)
        {
            var column = part.Column(Metrics[metric]);
            foreach (var i in live)
                _values[metric].Add(column is null ? float.NaN : column[i]);
        }
    }
}
