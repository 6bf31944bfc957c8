using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Telemetry;
using FluxEntropy.Leasing;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;
using FluxEntropy.Scoring;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Scoring;

/// <summary>Scores leased segments: reads the text, scores it on a device, publishes the files.</summary>
public sealed class SegmentScorer(
    Catalog catalog,
    DeviceEngines engines,
    CarefulScoring scoring,
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

    /// <summary>Scores a segment.</summary>
    /// <returns>What came of it; null where its scores were published already.</returns>
    internal async Task<ScoredSegment?> ScoreAsync(
        string device,
        SegmentLease lease,
        CancellationToken cancellationToken
    )
    {
        using var span = FluxInstruments.Source.StartActivity("score segment");
        span?.SetTag("fluxentropy.shard", lease.Shard).SetTag("fluxentropy.segment", lease.Segment);
        if (store.Exists(SegmentFiles.ScorePath(lease)))
            return null; // the process that published it crashed before it said so
        var begun = time.GetTimestamp();
        var rows = await ReadAsync(lease);
        var stored = await catalog.ProfileAsync(lease.ProfileHash);
        var engine = await engines.GetAsync(device, stored.Profile, stored.ModelFolder);
        var scores = await scoring.ScoreAsync(lease, engine, rows, cancellationToken);
        var files = await Task.Run(() => Encode(lease, stored.Profile, rows, scores), CancellationToken.None);
        var won = await files.PublishAsync(store);
        scoring.Published(lease);
        FluxInstruments.SegmentDuration.Record(time.GetElapsedTime(begun).TotalSeconds);
        return new ScoredSegment(won, rows.Count, scores.Sum(score => (long)score.TokenIds.Length));
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
        ScoringProfile profile,
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
            MetricCatalog.Names,
            DataLayout.NewId()
        );
        return SegmentFiles.Encode(lease, profile.TokenSet, header, scores, [.. rows.Select(row => row.Row.HeldOut)]);
    }
}
