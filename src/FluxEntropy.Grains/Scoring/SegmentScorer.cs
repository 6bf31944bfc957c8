using FluxEntropy.Engines;
using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Telemetry;
using FluxEntropy.Leasing;
using FluxEntropy.Scores;
using FluxEntropy.Scoring;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Scoring;

/// <summary>
/// Scores leased segments: reads the text, scores it on a device, publishes the files. One that has a score file already is rescored
/// for the metrics that it lacks and that somebody asked for.
/// </summary>
public sealed class SegmentScorer(
    Catalog catalog,
    DeviceEngines engines,
    IsolatedScoring scoring,
    SegmentRescorer rescorer,
    IGrainFactory grains,
    IFileStore store,
    TimeProvider time
)
{
    /// <summary>Loads the model of a profile onto a device.</summary>
    internal async Task LoadAsync(string device, string profileHash)
    {
        var stored = await catalog.ProfileAsync(profileHash);
        await engines.GetAsync(device, stored.Profile, stored.ModelFolder);
    }

    /// <summary>Scores a segment, or rescores it.</summary>
    internal async Task<ScoredSegment> ScoreAsync(
        string device,
        SegmentLease lease,
        CancellationToken cancellationToken
    )
    {
        using var span = FluxInstruments.Source.StartActivity("score segment");
        span?.SetTag("fluxentropy.shard", lease.Shard).SetTag("fluxentropy.segment", lease.Segment);
        var stored = await catalog.ProfileAsync(lease.ProfileHash);
        Task<IScoringEngine> EngineAsync() => engines.GetAsync(device, stored.Profile, stored.ModelFolder);
        // It is to be rescored, or the process that published it crashed before it said so.
        if (store.Exists(SegmentFiles.ScorePath(lease)))
            return await rescorer.RescoreAsync(lease, EngineAsync, () => ReadAsync(lease), cancellationToken);
        var begun = time.GetTimestamp();
        var rows = await ReadAsync(lease);
        var engine = await EngineAsync();
        var scores = await scoring.ScoreAsync(lease, engine, rows, cancellationToken);
        var won = await PublishAsync(lease, engine, rows, scores);
        FluxInstruments.SegmentDuration.Record(time.GetElapsedTime(begun).TotalSeconds);
        return new ScoredSegment(
            won ? ScoringOutcome.Scored : ScoringOutcome.ScoredElsewhere,
            rows.Count,
            scores.Sum(score => (long)score.TokenIds.Length)
        );
    }

    private async Task<bool> PublishAsync(
        SegmentLease lease,
        IScoringEngine engine,
        List<ShardDocument> rows,
        IReadOnlyList<DocumentScore> scores
    )
    {
        var files = await Task.Run(() => Encode(lease, engine, rows, scores));
        var won = await files.PublishAsync(store);
        scoring.Published(lease);
        return won;
    }

    private async Task<List<ShardDocument>> ReadAsync(SegmentLease lease)
    {
        var documents = grains.Shard(new ShardKey(lease.CorpusId, lease.Shard));
        var rows = new List<ShardDocument>();
        SegmentPart part;
        do
        {
            part = await documents.Read(lease.Segment, rows.Count);
            rows.AddRange(part.Documents);
        } while (rows.Count < part.SegmentRows);
        return rows;
    }

    private static SegmentFiles Encode(
        SegmentLease lease,
        IScoringEngine engine,
        List<ShardDocument> rows,
        IReadOnlyList<DocumentScore> scores
    )
    {
        var header = new ScoreFileHeader(
            lease.CorpusId,
            lease.ProfileHash,
            lease.Shard,
            lease.Segment,
            rows[0].Row.Row,
            rows.Count,
            engine.Metrics.Columns,
            DataLayout.NewId()
        );
        return SegmentFiles.Encode(
            lease,
            engine.Profile.TokenSet,
            header,
            scores,
            [.. rows.Select(row => row.Row.HeldOut)]
        );
    }
}
