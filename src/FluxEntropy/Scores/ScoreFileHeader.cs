using FluxEntropy.Metrics;

namespace FluxEntropy.Scores;

/// <summary>Which scores a file holds.</summary>
/// <param name="CorpusId">The corpus.</param>
/// <param name="ProfileHash">The scoring profile.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Segment">Number of the segment in its shard.</param>
/// <param name="FirstRow">First row of the segment within its shard.</param>
/// <param name="Rows">Rows of the segment.</param>
/// <param name="Columns">The metrics of the file, in the order of its columns.</param>
/// <param name="Nonce">Tells two writers of one segment apart.</param>
public sealed record ScoreFileHeader(
    string CorpusId,
    string ProfileHash,
    int Shard,
    int Segment,
    int FirstRow,
    int Rows,
    IReadOnlyList<MetricColumn> Columns,
    string Nonce
);
