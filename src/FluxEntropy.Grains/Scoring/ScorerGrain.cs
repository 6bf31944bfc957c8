using FluxEntropy.Engines;
using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Lifecycle;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Grains.Telemetry;
using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace FluxEntropy.Grains.Scoring;

/// <inheritdoc cref="IScorerGrain" />
[KeepAlive, Immovable, RunsOnItsSilo]
internal sealed partial class ScorerGrain(
    Catalog catalog,
    DeviceEngines engines,
    DeviceActivity activity,
    CarefulScoring scoring,
    SegmentRescorer rescorer,
    RunningWork local,
    ILocalSiloDetails silo,
    IFileStore store,
    TimeProvider time,
    ILogger<ScorerGrain> logger
) : Grain, IScorerGrain
{
    // While one segment is on the device, the next is read and the one before is written.
    private const int SegmentsInWork = 3;

    private static readonly TimeSpan IdlePoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(30); // a quarter of a lease
    private static readonly TimeSpan ReleasePatience = TimeSpan.FromSeconds(3); // data silos may be stopping, too
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private Task _work = Task.CompletedTask;

    private DeviceKey Key => DeviceKey.Parse(this.GetPrimaryKeyString());

    private string Device => Key.Device;

    public override Task OnActivateAsync(CancellationToken cancellationToken) =>
        Key.Silo == silo.Name
            ? Task.CompletedTask
            : throw new InvalidOperationException(
                $"Device {Key} was asked for on silo {silo.Name}, which does not have it."
            );

    public Task Start()
    {
        if (_work.IsCompleted)
        {
            _work = PullAsync(_stopping.Token);
            local.Begun(this, this.AsReference<IScorerGrain>().Stop);
        }
        return Task.CompletedTask;
    }

    public async Task Stop()
    {
        await _stopping.CancelAsync();
        await _work;
        local.Ended(this);
        try
        {
            await ReleaseAsync().WaitAsync(ReleasePatience, time);
        }
        catch (Exception exception)
        {
            LogRelease(Device, exception.Message); // leases run out, and those of a silo that left are given back
        }
    }

    private async Task ReleaseAsync()
    {
        foreach (var corpus in await catalog.ReadableCorporaAsync())
            await GrainFactory.Leases(corpus.Id).ReleaseAll(Key.ToString());
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        local.Ended(this);
        return _stopping.CancelAsync();
    }

    private async Task PullAsync(CancellationToken cancellationToken)
    {
        var inWork = new Dictionary<Task, SegmentLease>();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (inWork.Count < SegmentsInWork && await LeaseAsync(inWork) is { } lease)
                    inWork.Add(ScoreAsync(lease, cancellationToken), lease);
                else if (inWork.Count > 0)
                    await FirstOf(inWork);
                else
                    await Task.Delay(IdlePoll, time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break; // an orderly stop: what was not published is scored by whoever leases it next
            }
            catch (Exception exception)
            {
                LogFailure(exception, Device);
                await Task.Delay(FailurePause, time, CancellationToken.None);
            }
        }
        await Task.WhenAll(inWork.Keys)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private static async Task FirstOf(Dictionary<Task, SegmentLease> inWork)
    {
        var ended = await Task.WhenAny(inWork.Keys);
        inWork.Remove(ended);
        await ended;
    }

    private async Task<SegmentLease?> LeaseAsync(Dictionary<Task, SegmentLease> inWork)
    {
        SegmentLease[] Known() => [.. inWork.Where(work => !work.Key.IsCompleted).Select(work => work.Value)];
        foreach (var corpus in await catalog.ReadableCorporaAsync())
        {
            var segments = GrainFactory.Leases(corpus.Id);
            var offer = await segments.Lease(Key.ToString(), engines.ReadyProfile(Device), Known());
            if (offer is { ProfileHash: { } wanted, Lease: null } && wanted != engines.ReadyProfile(Device))
            {
                while (inWork.Count > 0)
                    await FirstOf(inWork); // with the model that is let go now
                await EngineAsync(await catalog.ProfileAsync(wanted)); // a lease must not wait for weights
                offer = await segments.Lease(Key.ToString(), wanted, Known());
            }
            if (offer.Lease is { } lease)
            {
                activity.Leased();
                return lease;
            }
        }
        return null;
    }

    private async Task ScoreAsync(SegmentLease lease, CancellationToken cancellationToken)
    {
        using var span = FluxInstruments.Source.StartActivity("score segment");
        span?.SetTag("fluxentropy.shard", lease.Shard).SetTag("fluxentropy.segment", lease.Segment);
        var segments = GrainFactory.Leases(lease.CorpusId);
        using var renewal = this.RegisterGrainTimer(
            () => segments.Renew(Key.ToString(), lease),
            new GrainTimerCreationOptions(Renewal, Renewal)
        );
        try
        {
            // It is to be rescored, or whoever published it died before it said so.
            if (store.Exists(DataLayout.ScoreFile(lease.CorpusId, lease.ProfileHash, lease.Shard, lease.Segment)))
                await RescoreAsync(lease, cancellationToken);
            else
                await ScoreAndPublishAsync(lease, cancellationToken);
        }
        catch when (!cancellationToken.IsCancellationRequested)
        {
            await segments.Release(Key.ToString(), lease);
            throw;
        }
    }

    private async Task ScoreAndPublishAsync(SegmentLease lease, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var rows = await ReadAsync(lease);
        var stored = await catalog.ProfileAsync(lease.ProfileHash);
        var engine = await EngineAsync(stored);
        var scores = await scoring.ScoreAsync(lease, engine, rows, cancellationToken);
        await PublishAsync(lease, engine, rows, scores);
        FluxInstruments.SegmentDuration.Record(time.GetElapsedTime(begun).TotalSeconds);
    }

    private async Task RescoreAsync(SegmentLease lease, CancellationToken cancellationToken)
    {
        var stored = await catalog.ProfileAsync(lease.ProfileHash);
        var published = await rescorer.RescoreAsync(
            lease,
            () => EngineAsync(stored),
            () => ReadAsync(lease),
            cancellationToken
        );
        await GrainFactory.Leases(lease.CorpusId).Complete(lease);
        if (!published)
            return;
        if (await catalog.CorpusAsync(lease.CorpusId) is { } corpus) // or it was deleted meanwhile
            await GrainFactory.Aggregator(AggregatorKey.Of(corpus, lease.ProfileHash, lease.Shard)).Advance();
    }

    private async Task<List<ShardDocument>> ReadAsync(SegmentLease lease)
    {
        var documents = GrainFactory.Shard(new ShardKey(lease.CorpusId, lease.Shard));
        var rows = new List<ShardDocument>();
        SegmentPart part;
        do
        {
            part = await documents.Read(lease.Segment, rows.Count);
            rows.AddRange(part.Documents);
        } while (rows.Count < part.SegmentRows);
        return rows;
    }

    private Task<IScoringEngine> EngineAsync(StoredProfile stored) =>
        engines.GetAsync(Device, stored.Profile, stored.ModelFolder);

    // The token file first: whoever finds the scores of a segment finds its tokens.
    private async Task PublishAsync(
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
        var (tokenFile, scoreFile) = await Task.Run(() =>
            (
                TokenFile.Encode(header.FirstRow, [.. scores.Select(score => score.TokenIds)]),
                ScoreFile.Encode(header, scores, [.. rows.Select(row => row.Row.HeldOut)])
            )
        );
        await store.PublishAsync(
            DataLayout.TokenFile(lease.CorpusId, engine.Profile.TokenSet, lease.Shard, lease.Segment),
            tokenFile
        );
        FaultPoints.Reached("scorer.before-publish");
        var won = await store.PublishAsync(
            DataLayout.ScoreFile(lease.CorpusId, lease.ProfileHash, lease.Shard, lease.Segment),
            scoreFile
        );
        FaultPoints.Reached("scorer.after-publish");
        scoring.Published(lease);
        await NotifyAsync(lease, won, rows.Count, scores.Sum(score => (long)score.TokenIds.Length));
    }

    private async Task NotifyAsync(SegmentLease lease, bool won, int documents, long tokens)
    {
        var device = new KeyValuePair<string, object?>("device", Device);
        if (won)
        {
            activity.Published(Device, documents, tokens);
            FluxInstruments.DocumentsScored.Add(documents, device);
            FluxInstruments.TokensScored.Add(tokens, device);
        }
        else
        {
            FluxInstruments.RacesLost.Add(1, device);
        }
        await GrainFactory.Leases(lease.CorpusId).Complete(lease);
        if (await catalog.CorpusAsync(lease.CorpusId) is { } corpus) // or it was deleted meanwhile
            await GrainFactory.Aggregator(AggregatorKey.Of(corpus, lease.ProfileHash, lease.Shard)).Advance();
        await this.TellAsync(
            Notices.Scores(lease.CorpusId),
            new ScoresPublished(lease.Shard, lease.Segment, documents, tokens)
        );
    }

    [LoggerMessage(LogLevel.Error, "Scoring on {Device} failed; going on with other segments")]
    private partial void LogFailure(Exception exception, string device);

    [LoggerMessage(LogLevel.Information, "{Device} could not give its leases back: {Reason}")]
    private partial void LogRelease(string device, string reason);
}
