using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Tests.Simulation;

/// <summary>A trainer's grain, and the real trainer within.</summary>
internal sealed class TrainerActivation : Activation
{
    private readonly Cluster _cluster;
    private readonly Silo _silo;
    private readonly TrainerStatus _before;
    private readonly Dictionary<int, SimulatedTrainer> _branches = []; // opened by runs of this activation
    private Trainer _trainer;

    private TrainerActivation(Cluster cluster, Silo silo, TrainerStatus before)
    {
        (_cluster, _silo, _before) = (cluster, silo, before);
        _trainer = NewTrainer();
    }

    public override bool IsReentrant => true;

    public static async Task<TrainerActivation> OpenAsync(Cluster cluster, Silo silo)
    {
        var newest = await new CheckpointManifests(silo.Store, Setting.Session.Id).NewestAsync();
        var isFinished = newest?.Step == Setting.Session.TotalSteps;
        return new TrainerActivation(
            cluster,
            silo,
            TrainerStatus.Idle with
            {
                State = isFinished ? TrainerState.Finished : TrainerState.Idle,
            }
        );
    }

    public override bool IsOver(Exception? failure) => false;

    public Task<TrainerState> StartAsync()
    {
        if (_cluster.Fault == PlantedFault.DoubleStart)
            _trainer = NewTrainer(); // which knows of no run
        _trainer.TryStart(replan: false);
        return Task.FromResult(_trainer.Status.State);
    }

    public async Task<bool> SuspendAsync()
    {
        await _trainer.StopAsync();
        return true;
    }

    /// <summary>A run opened a branch.</summary>
    public void Opened(int branch, SimulatedTrainer run) => _branches[branch] = run;

    /// <summary>A run is told that another branch is in force: that must not be one of this trainer's own.</summary>
    public void Superseded(SimulatedTrainer run, int inForce)
    {
        if (!run.IsEnded && _branches.TryGetValue(inForce, out var other) && other != run)
            _cluster.Journal.Problem(
                $"two runs of one trainer at once: branch {inForce} was opened beside a run in progress"
            );
    }

    private Trainer NewTrainer() =>
        new(
            Setting.Session.TotalSteps,
            _before,
            () => new SimulatedTrainer(_cluster, _silo, this),
            new SimulatedTime(_cluster.Scheduler, _silo)
        );
}
