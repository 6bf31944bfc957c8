using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Lifecycle;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Leasing;
using FluxEntropy.Scoring;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace FluxEntropy.Grains.Scoring;

/// <inheritdoc cref="IScorerGrain" />
/// <remarks>What it does next is decided by a <see cref="ScorerLoop"/>; here it is done.</remarks>
[KeepAlive, Immovable, RunsOnItsSilo]
internal sealed partial class ScorerGrain(
    Catalog catalog,
    SegmentScorer segments,
    DeviceEngines engines,
    DeviceActivity activity,
    RunningWork running,
    ClusterMembers members,
    TimeProvider time,
    ILogger<ScorerGrain> logger
) : Grain, IScorerGrain, IScorerWork
{
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(3); // data silos may be stopping as well

    private IScorerGrain? _self; // a grain asks for references on its own turns only
    private ScorerRun? _run;
    private Task _ended = Task.CompletedTask;

    private string Key => this.GetPrimaryKeyString();

    private string Device => DeviceKey.Parse(Key).Device;

    public Task Start()
    {
        if (!_ended.IsCompleted)
            return Task.CompletedTask;
        _run?.Dispose();
        _run = new ScorerRun(new ScorerLoop(engines.ReadyProfile(Device)), this, time);
        _ended = _run.RunAsync();
        _self = this.AsReference<IScorerGrain>();
        running.Begun(this, _self.Stop);
        members.Changed -= OnMembersChanged; // of a run that ended by itself
        members.Changed += OnMembersChanged;
        return Task.CompletedTask;
    }

    public Task Announced(string corpusId)
    {
        _run?.Announced(corpusId);
        return Task.CompletedTask;
    }

    public Task AllAnnounced()
    {
        _run?.AllAnnounced();
        return Task.CompletedTask;
    }

    public async Task Stop()
    {
        if (_run is null)
            return;
        _run.Stop();
        await _ended;
        running.Ended(this);
        members.Changed -= OnMembersChanged;
        GrainFactory.WorkAnnouncements().Leave(Key).Ignore();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        running.Ended(this);
        members.Changed -= OnMembersChanged;
        _run?.Stop();
        return Task.CompletedTask;
    }

    private void OnMembersChanged() => _self?.AllAnnounced().Ignore();

    async Task<IReadOnlyCollection<string>> IScorerWork.FindCorporaAsync() =>
        (await catalog.ReadableCorporaAsync()).Select(corpus => corpus.Id).ToHashSet();

    Task<WorkNews> IScorerWork.ListenAsync(long after) => GrainFactory.WorkAnnouncements().Listen(Key, after);

    Task<WorkOffer> IScorerWork.AskAsync(ScorerAction.Ask ask) =>
        GrainFactory.Leases(ask.CorpusId).Lease(Key, ask.Ready, ask.Stays, [.. ask.Broken], [.. ask.Known]);

    Task IScorerWork.LoadAsync(string profileHash) => segments.LoadAsync(Device, profileHash);

    async Task<long> IScorerWork.ScoreAsync(SegmentLease lease, CancellationToken cancellationToken)
    {
        activity.Leased();
        var scored = await segments.ScoreAsync(Device, lease, cancellationToken);
        activity.Ended(Device, scored);
        await GrainFactory.Leases(lease.CorpusId).Complete(lease);
        if (scored.Outcome == ScoringOutcome.Unchanged)
            return 0;
        if (await catalog.CorpusAsync(lease.CorpusId) is { } corpus) // or it was deleted meanwhile
            await GrainFactory.Aggregator(AggregatorKey.Of(corpus, lease.ProfileHash, lease.Shard)).Advance();
        if (scored.Outcome != ScoringOutcome.Rescored)
            await this.TellAsync(
                Notices.Scores(lease.CorpusId),
                new ScoresPublished(lease.Shard, lease.Segment, scored.Documents, scored.Tokens)
            );
        return scored.Tokens;
    }

    Task IScorerWork.RenewAsync(SegmentLease lease) => GrainFactory.Leases(lease.CorpusId).Renew(Key, lease);

    Task IScorerWork.ReleaseAsync(SegmentLease lease) => GrainFactory.Leases(lease.CorpusId).Release(Key, lease);

    Task IScorerWork.ReleaseAllAsync(string corpusId) =>
        GrainFactory.Leases(corpusId).ReleaseAll(Key).WaitAsync(ReleaseTimeout, time);

    void IScorerWork.Failed(ScorerAction action, Exception exception)
    {
        switch (action)
        {
            case ScorerAction.Score { Lease: var lease }:
                LogScoring(exception, Device, lease.Segment, lease.Shard, lease.CorpusId);
                break;
            case ScorerAction.Load load:
                LogLoading(exception, Device, load.ProfileHash);
                break;
            case ScorerAction.Ask ask:
                LogAsking(Device, ask.CorpusId, exception.Message);
                break;
            default: // what it was for happens at the next poll, or when a lease runs out
                LogOther(Device, action.GetType().Name, exception.Message);
                break;
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "{Device} could not score segment {Segment} of shard {Shard} of corpus {CorpusId}; it is tried again later"
    )]
    private partial void LogScoring(Exception exception, string device, int segment, int shard, string corpusId);

    [LoggerMessage(LogLevel.Error, "{Device} could not load the model of profile {Profile}; it is tried again later")]
    private partial void LogLoading(Exception exception, string device, string profile);

    [LoggerMessage(
        LogLevel.Warning,
        "{Device} could not ask corpus {CorpusId} for work; it is asked again later: {Reason}"
    )]
    private partial void LogAsking(string device, string corpusId, string reason);

    [LoggerMessage(LogLevel.Information, "{Device}: {Action} failed: {Reason}")]
    private partial void LogOther(string device, string action, string reason);
}
