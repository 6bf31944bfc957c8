using FluxEntropy.Engines;
using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Leasing;
using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Grains.Scoring;

/// <summary>Scores segments that are scored already under the metrics that they lack and that somebody asked for.</summary>
public sealed partial class SegmentRescorer(
    Catalog catalog,
    IsolatedScoring scoring,
    IFileStore store,
    ILogger<SegmentRescorer> logger
)
{
    /// <summary>Publishes the backfills that a leased segment lacks; harmless where it lacks none.</summary>
    /// <param name="lease">The segment.</param>
    /// <param name="engine">Loads the profile's model.</param>
    /// <param name="read">Reads the documents of the segment.</param>
    /// <param name="cancellationToken">Gives up; what is published stays.</param>
    internal async Task<ScoredSegment> RescoreAsync(
        SegmentLease lease,
        Func<Task<IScoringEngine>> engine,
        Func<Task<List<ShardDocument>>> read,
        CancellationToken cancellationToken
    )
    {
        var wanted = catalog.Rescores(lease.CorpusId, lease.ProfileHash);
        if (wanted.Count == 0)
            return default;
        var scores = new ScoreStore(store, lease.CorpusId, lease.ProfileHash);
        var loaded = await engine();
        var own = await scores.ReadAsync(lease.Shard, lease.Segment, cancellationToken);
        var backfill = new SegmentBackfill(scores, own, loaded.Metrics);
        var missing = backfill.Missing(wanted);
        if (wanted.FirstOrDefault(metric => !loaded.Metrics.IsMeasured(metric)) is { } unknown)
            LogUnknown(unknown, lease.Segment, lease.Shard, lease.CorpusId);
        if (missing.Count == 0)
            return default;
        var documents = await read();
        var rescored = await scoring.ScoreAsync(
            lease,
            loaded,
            [.. backfill.Rows.Select(row => documents[row])],
            cancellationToken,
            isRescore: true
        );
        await backfill.PublishAsync(missing, rescored);
        scoring.Published(lease, isRescore: true);
        return new ScoredSegment(
            ScoringOutcome.Rescored,
            rescored.Count,
            rescored.Sum(score => (long)score.TokenIds.Length)
        );
    }

    [LoggerMessage(
        LogLevel.Warning,
        "This process does not know metric {Metric}, and cannot rescore segment {Segment} of shard {Shard} of corpus {CorpusId} for it"
    )]
    private partial void LogUnknown(string metric, int segment, int shard, string corpusId);
}
