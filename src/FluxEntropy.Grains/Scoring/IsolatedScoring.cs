using System.Text;
using FluxEntropy.Engines;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Leasing;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using Microsoft.Extensions.Logging;
using Nito.AsyncEx;

namespace FluxEntropy.Grains.Scoring;

/// <summary>
/// Scores segments so that a document which crashes the process is found and set aside. Where processes crashed twice in a segment,
/// its documents are scored one by one with nothing else on the devices of this process, those first that a process crashed on
/// before; one that did so three times is not tried again.
/// </summary>
public sealed partial class IsolatedScoring(
    IFileStore store,
    ClusterMembers members,
    ILocalSiloDetails silo,
    ILogger<IsolatedScoring> logger
)
{
    private const int SuspiciousCrashes = 2;
    private const int MaxCrashes = 3;

    private readonly AsyncReaderWriterLock _devices = new(); // of the whole process: a crash ends everything that is being computed

    /// <summary>Scores the rows of a leased segment; in the order of the rows.</summary>
    internal async Task<IReadOnlyList<DocumentScore>> ScoreAsync(
        SegmentLease lease,
        IScoringEngine engine,
        IReadOnlyList<ShardDocument> rows,
        CancellationToken cancellationToken,
        bool isRescore = false
    )
    {
        var attempts = AttemptsAt(lease, isRescore);
        var crashes = attempts.Crashes(members.Names);
        if (crashes >= SuspiciousCrashes)
        {
            LogSuspicion(lease.Segment, lease.Shard, lease.CorpusId, crashes);
            using (await _devices.WriterLockAsync(cancellationToken))
                return await ScoreOneByOneAsync(attempts, engine, rows, cancellationToken);
        }
        using (await _devices.ReaderLockAsync(cancellationToken))
        using (await attempts.BeginAsync(silo.Name))
        {
            FaultPoints.Reached("scorer.before-score");
            FaultPoints.Reached("scorer.document", rows.Select(row => row.Text));
            return await engine.ScoreAsync([.. rows.Select(row => row.Text)], cancellationToken: cancellationToken);
        }
    }

    /// <summary>Says that a segment's scores are published.</summary>
    internal void Published(SegmentLease lease, bool isRescore = false) => AttemptsAt(lease, isRescore).Clear();

    private async Task<DocumentScore[]> ScoreOneByOneAsync(
        SegmentAttempts attempts,
        IScoringEngine engine,
        IReadOnlyList<ShardDocument> rows,
        CancellationToken cancellationToken
    )
    {
        var alive = members.Names;
        var scores = new DocumentScore[rows.Count];
        foreach (
            var (index, crashes) in rows.Select((row, index) => (index, attempts.Crashes(row.Row.Row, alive)))
                .OrderByDescending(row => row.Item2)
        )
        {
            if (crashes >= MaxCrashes)
            {
                LogSetAside(rows[index].Row.Row, crashes);
                scores[index] = SetAside(rows[index], crashes, engine.Metrics);
                continue;
            }
            using (await attempts.BeginAsync(rows[index].Row.Row, silo.Name))
            {
                FaultPoints.Reached("scorer.document", [rows[index].Text]);
                scores[index] = (await engine.ScoreAsync([rows[index].Text], cancellationToken: cancellationToken))[0];
            }
        }
        return scores;
    }

    private SegmentAttempts AttemptsAt(SegmentLease lease, bool isRescore) =>
        new(store, lease.CorpusId, lease.ProfileHash, lease.Key, isRescore);

    private static DocumentScore SetAside(ShardDocument row, int crashes, MetricCatalog metrics) =>
        new()
        {
            TokenIds = [],
            Bytes = Encoding.UTF8.GetByteCount(row.Text),
            Metrics = metrics.NoValues(),
            Failure = $"the process crashed {crashes} times while it scored this document alone",
        };

    [LoggerMessage(
        LogLevel.Warning,
        "{Crashes} processes crashed while they scored segment {Segment} of shard {Shard} of corpus {CorpusId}; "
            + "its documents are scored one by one"
    )]
    private partial void LogSuspicion(int segment, int shard, string corpusId, int crashes);

    [LoggerMessage(
        LogLevel.Error,
        "The document of row {Row} is set aside: {Crashes} processes crashed while they scored it alone"
    )]
    private partial void LogSetAside(int row, int crashes);
}
