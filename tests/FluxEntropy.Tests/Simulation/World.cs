using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Orderings;
using FluxEntropy.Scores;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Tests.Simulation;

/// <summary>
/// One run: clients send documents, scorers score, a trainer trains, an author retunes, while a seed decides what dies,
/// hangs, is lost or comes twice. Then it is calm, the work is finished, and everything is checked.
/// </summary>
internal sealed class World
{
    private const int ChaoticEvents = 520;
    private const int MostEvents = 30_000;
    private readonly Scheduler _scheduler;
    private readonly Cluster _cluster;
    private readonly SimulatedProcess _outside = new();
    private readonly HashSet<int> _unsent = [.. Enumerable.Range(0, Setting.Documents)];
    private int _names;
    private bool _isTrained;

    private World(Scheduler scheduler, PlantedFault fault, bool isShared)
    {
        _scheduler = scheduler;
        _cluster = new Cluster(_scheduler, new Chaos(_scheduler), fault, ActivateAsync, Populate)
        {
            IsShared = isShared,
        };
    }

    /// <summary>Runs a seed.</summary>
    /// <returns>How many events it took, and the broken promises.</returns>
    public static (int Events, IReadOnlyList<string> Problems) Run(int seed, PlantedFault fault = PlantedFault.None)
    {
        var before = SynchronizationContext.Current;
        var scheduler = new Scheduler(seed);
        SynchronizationContext.SetSynchronizationContext(scheduler);
        try
        {
            return new World(scheduler, fault, isShared: seed % 4 == 0).Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private Journal Journal => _cluster.Journal;

    private Random Random => _scheduler.Random;

    private (int Events, IReadOnlyList<string> Problems) Run()
    {
        for (var client = 0; client < 3; client++)
            _ = RepeatAsync(_outside, IngestAsync);
        _ = RepeatAsync(_outside, DeleteAsync, isForCalmToo: false);
        _ = RepeatAsync(_outside, TendAsync);
        _ = RepeatAsync(_outside, RetuneAsync);
        _ = TrainAsync();
        while (_scheduler.Events < ChaoticEvents && Journal.Problems.Count == 0)
        {
            _scheduler.Step();
            _cluster.Disturb();
        }

        _cluster.Calm();
        var audit = FinishAsync();
        while (!audit.IsCompleted && Journal.Problems.Count == 0)
        {
            _scheduler.Step();
            if (_scheduler.Events > MostEvents)
                Journal.Problem(
                    $"the work did not end: {_unsent.Count} documents are not acknowledged, "
                        + $"{Journal.HandedOut.Count} steps were handed out, trained: {_isTrained}"
                );
        }

        if (audit.IsFaulted)
            Journal.Problem($"the check failed: {audit.Exception!.InnerException}");
        return (_scheduler.Events, Journal.Problems);
    }

    private async Task<Activation> ActivateAsync(Silo silo, string key)
    {
        await _scheduler.PauseAsync(silo);
        var number = key[^1] - '0';
        return key switch
        {
            Setting.Leases => new LeasesActivation(_cluster, silo),
            Setting.Announcements => new AnnouncementsActivation(_cluster, silo),
            Setting.SessionKey => await ActivateSessionAsync(silo),
            Setting.TrainerKey => await TrainerActivation.OpenAsync(_cluster, silo),
            _ when key == Setting.Aggregator(number) => new AggregatorActivation(
                await GroupAggregator.OpenAsync(
                    silo.Store,
                    Setting.Corpus.Id,
                    Setting.Profile,
                    number,
                    Enumerable.Range(0, Setting.Shards).Where(shard => shard % Setting.Groups == number),
                    Setting.Metric,
                    path => Setting.OpenRun(silo.Store, path),
                    () => $"run-{_names++:D6}",
                    fanIn: 2
                )
            ),
            _ => new ShardActivation(
                await Shard.OpenAsync(
                    silo.Store,
                    Setting.Corpus,
                    number,
                    (_, anew) =>
                        Task.FromResult<IShardIndex>(
                            new MemoryIndex(
                                silo.Indexes.Open(key, anew),
                                Setting.Corpus.HeldOut,
                                _cluster.Fault == PlantedFault.KnownIdForgotten
                            )
                        ),
                    _cluster.Fences.Open(silo, key)
                )
            ),
        };
    }

    private async Task<Activation> ActivateSessionAsync(Silo silo)
    {
        var bounds = new Dictionary<int, IReadOnlyList<Segment>>();
        return new SessionActivation(
            _cluster,
            await ActiveSession.OpenAsync(
                silo.Store,
                Setting.Session,
                _cluster.Fences.Open(silo, Setting.SessionKey),
                new SimulatedSnapshots(_cluster, silo),
                ReadAsync,
                new SimulatedTime(_scheduler, silo)
            )
        );

        async ValueTask ReadAsync(int shard, int row, int from, Memory<int> destination)
        {
            if (!bounds.TryGetValue(shard, out var known) || row >= known[^1].FirstRow + known[^1].Rows)
                bounds[shard] = known = await _cluster.CallAsync<ShardActivation, IReadOnlyList<Segment>>(
                    silo,
                    Setting.Shard(shard),
                    grain => grain.BoundsAsync()
                );
            var segment = known.Last(candidate => candidate.FirstRow <= row);
            var path = DataLayout.TokenFile(Setting.Corpus.Id, Setting.TokenSet, shard, segment.Number);
            TokenFile
                .Read(await silo.Store.ReadAsync(path), path)
                .CopyTo(row - segment.FirstRow, from, destination.Span);
        }
    }

    private void Populate(Silo silo)
    {
        for (var device = 0; device < 2; device++)
            _ = ScoreAsync(silo);
    }

    private async Task ScoreAsync(Silo silo)
    {
        await _scheduler.PauseAsync(silo);
        try
        {
            await new SimulatedScorer(_cluster, silo, $"scorer-{_names++}").RunAsync();
        }
        catch (Exception failure)
        {
            Journal.Problem($"a scorer's loop failed: {failure}");
        }
    }

    // What fails is tried again: its outcome is unknown.
    private async Task RepeatAsync(SimulatedProcess process, Func<Task> work, bool isForCalmToo = true)
    {
        while (isForCalmToo || !_cluster.Chaos.IsCalm)
        {
            await _scheduler.PauseAsync(process);
            try
            {
                await work();
            }
            catch (Exception failure)
            {
                Journal.Failed("outside", failure);
            }
        }
    }

    private async Task IngestAsync()
    {
        if (_unsent.Count == 0 && _cluster.Chaos.IsCalm)
            return;
        var shard = Random.Next(Setting.Shards);
        var batch = Enumerable
            .Range(0, Random.Next(1, 5))
            .Select(_ => Random.Next(Setting.Documents))
            .Distinct()
            .Select(number =>
                (
                    Number: number,
                    Document: Random.Next(12) switch
                    {
                        0 => Setting.Document(number, "edited"),
                        1 => Setting.Document(number, "edited") with
                        {
                            Replaces = DocumentContent.Hash(Setting.Document(number).Text),
                        },
                        _ => Setting.Document(number),
                    }
                )
            )
            .Where(sent => DocumentId.ShardOf(sent.Document.Id, Setting.Shards) == shard)
            .ToArray();
        if (batch.Length == 0)
            return;
        Journal.Sent.UnionWith(
            batch.Select(sent => (sent.Document.Id, DocumentContent.Hex(DocumentContent.Hash(sent.Document.Text))))
        );
        var outcomes = await _cluster.CallAsync<ShardActivation, IReadOnlyList<AppendOutcome>>(
            _outside,
            Setting.Shard(shard),
            grain => grain.AppendAsync([.. batch.Select(sent => sent.Document)])
        );
        foreach (var (sent, outcome) in batch.Zip(outcomes))
        {
            Journal.Answered(sent.Document, outcome);
            _unsent.Remove(sent.Number);
        }
    }

    private async Task DeleteAsync()
    {
        if (Random.Next(3) > 0)
            return;
        var shard = Random.Next(Setting.Shards);
        string[] ids =
        [
            .. Enumerable
                .Range(0, Random.Next(1, 4))
                .Select(_ => Setting.Document(Random.Next(Setting.Documents)).Id)
                .Where(id => DocumentId.ShardOf(id, Setting.Shards) == shard),
        ];
        var outcomes = await _cluster.CallAsync<ShardActivation, IReadOnlyList<DeleteOutcome>>(
            _outside,
            Setting.Shard(shard),
            grain => grain.DeleteAsync(ids)
        );
        foreach (var outcome in outcomes.Where(outcome => outcome.Row is not null))
            Journal.Deleted.Add((shard, outcome.Row!.Value));
    }

    private async Task TendAsync()
    {
        if (Random.Next(3) == 0)
            await _cluster.CallAsync<ShardActivation, int>(
                _outside,
                Setting.Shard(Random.Next(Setting.Shards)),
                grain => grain.CutAsync()
            );
        await _cluster.CallAsync<AggregatorActivation, int>(
            _outside,
            Setting.Aggregator(Random.Next(Setting.Groups)),
            grain => grain.AdvanceAsync()
        );
        if (Random.Next(4) == 0)
            await _cluster.CallAsync<AggregatorActivation, SealedGroup>(
                _outside,
                Setting.Aggregator(Random.Next(Setting.Groups)),
                grain => grain.SealAsync()
            );
    }

    // Starts the trainer again and again, whether it runs or not, and now and then suspends it.
    private async Task TrainAsync()
    {
        while (!_isTrained)
        {
            for (var i = 0; i < 5; i++)
                await _scheduler.PauseAsync(_outside);
            try
            {
                if (_cluster.Chaos.Happens(0.05))
                    await _cluster.CallAsync<TrainerActivation, bool>(_outside, Setting.TrainerKey, grain =>
                        grain.SuspendAsync()
                    );
                var state = await _cluster.CallAsync<TrainerActivation, TrainerState>(
                    _outside,
                    Setting.TrainerKey,
                    grain => grain.StartAsync()
                );
                _isTrained = state == TrainerState.Finished;
            }
            catch (Exception failure)
            {
                Journal.Failed("trainer", failure);
            }
        }
    }

    private async Task RetuneAsync()
    {
        if (Journal.Reports.Count == 0)
            return;
        var (version, planned) = await _cluster.CallAsync<SessionActivation, (long, long)>(
            _outside,
            Setting.SessionKey,
            grain => grain.StatusAsync()
        );
        var curriculum = new Curriculum
        {
            Bins = Random.Next(1, 5),
            Order = (BinOrder)Random.Next(3),
            Schedule = Random.Next(2) == 0 ? new SequentialSchedule() : new UniformSchedule(),
        };
        long? wished = Random.Next(2) == 0 ? null : Math.Max(0, planned + Random.Next(-3, 5));
        var decision = await _cluster.CallAsync<SessionActivation, RetuneDecision>(
            _outside,
            Setting.SessionKey,
            grain => grain.UpdateAsync(version, wished, curriculum)
        );
        if (decision.Refusal is null)
            Journal.Updates.Add((version + 1, decision.Effective));
    }

    private async Task FinishAsync()
    {
        while (_unsent.Count > 0 || !_isTrained)
            await _scheduler.PauseAsync(_outside);
        for (var shard = 0; shard < Setting.Shards; shard++)
        {
            var segments = await InsistAsync<ShardActivation, int>(Setting.Shard(shard), grain => grain.CutAsync());
            while (
                Enumerable
                    .Range(0, segments)
                    .Any(segment =>
                        _cluster.Disk.Find(DataLayout.ScoreFile(Setting.Corpus.Id, Setting.Profile, shard, segment))
                            is null
                    )
            )
                await _scheduler.PauseAsync(_outside);
        }

        for (var group = 0; group < Setting.Groups; group++)
        {
            while (
                await InsistAsync<AggregatorActivation, int>(Setting.Aggregator(group), grain => grain.AdvanceAsync())
                > 0
            )
            {
                // More may be there.
            }

            await InsistAsync<AggregatorActivation, SealedGroup>(Setting.Aggregator(group), grain => grain.SealAsync());
        }

        await new Audit(_cluster, _outside).CheckAsync();
    }

    // Zombies that come back when it is calm may still cost a call.
    private async Task<T> InsistAsync<TGrain, T>(string key, Func<TGrain, Task<T>> call)
        where TGrain : Activation
    {
        while (true)
        {
            try
            {
                return await _cluster.CallAsync(_outside, key, call);
            }
            catch (Exception failure)
            {
                Journal.Failed(key, failure);
            }
        }
    }
}
