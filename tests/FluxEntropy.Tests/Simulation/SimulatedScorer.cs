using FluxEntropy.Leasing;
using FluxEntropy.Scores;
using FluxEntropy.Scoring;
using FluxEntropy.Shards;

namespace FluxEntropy.Tests.Simulation;

/// <summary>A device's grain: the real loop, and what it decides done on simulated machines. Now and then it stops in order.</summary>
internal sealed class SimulatedScorer(Cluster cluster, Silo silo, string name) : IScorerWork
{
    private static readonly ScorerOptions Options = new()
    {
        Poll = TimeSpan.FromSeconds(60),
        Look = TimeSpan.FromSeconds(60),
        Renewal = TimeSpan.FromSeconds(15), // leases of ten seconds run out now and then
    };

    private readonly SimulatedTime _time = new(cluster.Scheduler, silo);
    private int _ofBusy;

    private Random Random => cluster.Scheduler.Random;

    /// <summary>Runs as long as its process does.</summary>
    public async Task RunAsync()
    {
        while (true)
        {
            using var run = new ScorerRun(new ScorerLoop(options: Options), this, _time);
            silo.Scorers[name] = run;
            await run.RunAsync();
            silo.Scorers.Remove(name);
        }
    }

    public Task<IReadOnlyCollection<string>> FindCorporaAsync() =>
        Task.FromResult<IReadOnlyCollection<string>>(
            cluster.IsShared ? [Setting.BusyCorpus, Setting.Corpus.Id] : [Setting.Corpus.Id]
        );

    public Task<WorkNews> ListenAsync(long after) =>
        cluster.CallAsync<AnnouncementsActivation, WorkNews>(silo, Setting.Announcements, grain =>
            grain.ListenAsync(name, after)
        );

    public Task<WorkOffer> AskAsync(ScorerAction.Ask ask) =>
        cluster.IsShared && (ask.CorpusId == Setting.BusyCorpus || cluster.Fault == PlantedFault.LeaseStarvation)
            ? Task.FromResult(new WorkOffer(Setting.Profile, ask.Ready is null ? null : NextOfBusy()))
            : CallAsync(grain => grain.LeaseAsync(name, ask.Ready, ask.Stays, ask.Known));

    public Task LoadAsync(string profileHash) => cluster.Scheduler.PauseAsync(silo);

    public async Task<long> ScoreAsync(SegmentLease lease, CancellationToken cancellationToken)
    {
        if (lease.CorpusId == Setting.BusyCorpus)
        {
            await Task.Delay(TimeSpan.FromSeconds(Random.Next(20, 60)), _time, cancellationToken);
            return 30;
        }
        if (silo.Store.Exists(SegmentFiles.ScorePath(lease)))
        {
            await CallAsync(grain => grain.CompleteAsync(lease));
            return 0;
        }
        var (bounds, documents) = await cluster.CallAsync<ShardActivation, (Segment, IReadOnlyList<ShardDocument>)>(
            silo,
            Setting.Shard(lease.Shard),
            grain => grain.ReadAsync(lease.Segment)
        );
        if (Random.Next(20) == 0)
            silo.Scorers[name].Stop();
        cancellationToken.ThrowIfCancellationRequested();
        await ScoredText.Files(lease, bounds, documents, Random).PublishAsync(silo.Store);
        var path = SegmentFiles.ScorePath(lease);
        cluster.Journal.PublishedScores(
            path,
            ScoreFile.Read(await silo.Store.ReadAsync(path, CancellationToken.None), path).Checksum
        );
        await CallAsync(grain => grain.CompleteAsync(lease));
        return documents.Sum(document => document.Text.Length);
    }

    public Task RenewAsync(SegmentLease lease) =>
        lease.CorpusId == Setting.BusyCorpus ? Task.CompletedTask : CallAsync(grain => grain.RenewAsync(name, lease));

    public Task ReleaseAsync(SegmentLease lease) => CallAsync(grain => grain.ReleaseAsync(name, lease));

    public Task ReleaseAllAsync(string corpusId) =>
        corpusId == Setting.BusyCorpus ? Task.CompletedTask : CallAsync(grain => grain.ReleaseAllAsync(name));

    public void Failed(ScorerAction action, Exception exception) => cluster.Journal.Failed(name, exception);

    private SegmentLease NextOfBusy() => new(Setting.BusyCorpus, Setting.Profile, 0, _ofBusy++);

    private Task<T> CallAsync<T>(Func<LeasesActivation, Task<T>> call) => cluster.CallAsync(silo, Setting.Leases, call);
}
