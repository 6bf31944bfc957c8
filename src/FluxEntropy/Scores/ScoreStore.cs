using System.Globalization;
using FluxEntropy.Storage;

namespace FluxEntropy.Scores;

/// <summary>
/// The published scores of a corpus under one profile: a score file a segment, and backfills beside them. A backfill is a
/// score file too, of one metric that the segment's own file lacks; both are published once and never changed, and where
/// both have a metric the segment's own file counts.
/// </summary>
/// <param name="files">The data folder.</param>
/// <param name="corpusId">The corpus.</param>
/// <param name="profileHash">The scoring profile.</param>
public sealed class ScoreStore(IFileStore files, string corpusId, string profileHash)
{
    /// <summary>The data folder.</summary>
    public IFileStore Files => files;

    /// <summary>The corpus.</summary>
    public string CorpusId => corpusId;

    /// <summary>The scoring profile.</summary>
    public string ProfileHash => profileHash;

    /// <summary>Metrics that any segment has a backfill of, sorted.</summary>
    public IReadOnlyList<string> BackfilledMetrics => files.Folders(DataLayout.Backfills(corpusId, profileHash));

    /// <summary>Whether a segment's score file is published.</summary>
    public bool Has(int shard, int segment) => files.Exists(PathOf(shard, segment));

    /// <summary>Whether a segment's backfill of a metric is published.</summary>
    public bool HasBackfill(string metric, int shard, int segment) => files.Exists(PathOf(metric, shard, segment));

    /// <summary>Segments of a shard that have a backfill of a metric, ascending.</summary>
    public IEnumerable<int> BackfilledSegments(string metric, int shard) =>
        files
            .Files(DataLayout.Backfills(corpusId, profileHash, metric, shard))
            .Select(file => int.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture));

    /// <summary>A segment's score file.</summary>
    /// <exception cref="FileNotFoundException">It is not published.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public Task<ScoreFile> ReadAsync(int shard, int segment, CancellationToken cancellationToken = default) =>
        ReadAsync(PathOf(shard, segment), cancellationToken);

    /// <summary>A segment's backfill of a metric.</summary>
    /// <exception cref="FileNotFoundException">It is not published.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or holds something else.</exception>
    public async Task<ScoreFile> ReadBackfillAsync(
        string metric,
        int shard,
        int segment,
        CancellationToken cancellationToken = default
    )
    {
        var path = PathOf(metric, shard, segment);
        var file = await ReadAsync(path, cancellationToken);
        return
            (file.Header.Shard, file.Header.Segment) == (shard, segment)
            && file.Header.Columns is [var column]
            && column.Name == metric
            ? file
            : throw new InvalidDataException(
                $"{path}: it holds {string.Join(", ", file.Header.Columns.Select(found => found.Name))} of segment "
                    + $"{file.Header.Segment} of shard {file.Header.Shard}; delete it, and rescore the corpus."
            );
    }

    /// <summary>Path of a segment's score file.</summary>
    public string PathOf(int shard, int segment) => DataLayout.ScoreFile(corpusId, profileHash, shard, segment);

    /// <summary>Path of a segment's backfill of a metric.</summary>
    public string PathOf(string metric, int shard, int segment) =>
        DataLayout.Backfill(corpusId, profileHash, metric, shard, segment);

    private async Task<ScoreFile> ReadAsync(string path, CancellationToken cancellationToken) =>
        ScoreFile.Read(await files.ReadAsync(path, cancellationToken), path);
}
