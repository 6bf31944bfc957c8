using System.IO.Hashing;
using System.Text;
using FluxEntropy.Engines;
using FluxEntropy.Sessions;
using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Tests.Simulation;

/// <summary>
/// What the real loop of a training run decides, done on simulated machines. The model's weights are a hash of all that it was trained
/// on, in order.
/// </summary>
internal sealed class SimulatedTrainer(Cluster cluster, Silo silo, TrainerActivation trainer) : ITrainerWork
{
    private const string Weights = "weights"; // a checkpoint's one file, which is its hash
    private static readonly TrainingPlan Plan = new(
        "llama",
        1,
        1,
        2,
        1e-3,
        0,
        CheckpointSteps: 7,
        1,
        ValidationSteps: 5
    );

    private readonly CheckpointManifests _manifests = new(silo.Store, Setting.Session.Id);
    private string? _weights;
    private bool _isTraining;
    private bool _wasSuperseded;

    /// <summary>Whether the run ended.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The weights of a checkpoint.</summary>
    public static string WeightsOf(Checkpoint checkpoint) => checkpoint.Files[Weights];

    /// <summary>The weights after steps with these tokens.</summary>
    public static string WeightsAfter(IEnumerable<ulong> tokenHashes) => tokenHashes.Aggregate("", Moved);

    public async Task<TrainingPlan> ReadPlanAsync()
    {
        await cluster.Scheduler.PauseAsync(silo);
        return Plan;
    }

    public async Task<Checkpoint?> FindCheckpointAsync()
    {
        await cluster.Scheduler.PauseAsync(silo);
        return await _manifests.NewestAsync();
    }

    public async Task<string> MakeAsync(TrainingPlan plan)
    {
        await cluster.Scheduler.PauseAsync(silo);
        if (_weights is null || cluster.Fault != PlantedFault.WeightsKept)
            _weights = "";
        return "simulated";
    }

    public async Task LoadAsync(Checkpoint checkpoint)
    {
        await cluster.Scheduler.PauseAsync(silo);
        _weights = WeightsOf(checkpoint);
    }

    public async Task<int> OpenAsync(long step, bool replan)
    {
        var branch = await CallAsync(session => session.OpenAsync(step));
        trainer.Opened(branch, this);
        return branch;
    }

    public async Task<StepAnswer> AskAsync(int branch, long step)
    {
        var answer = await CallAsync(session => session.StepAsync(branch, step));
        if (answer is StepAnswer.Superseded { InForce: var inForce })
            Superseded(inForce);
        return answer;
    }

    public async Task<TrainedStep> TrainAsync(StepAnswer.HandedOut step)
    {
        if (_isTraining)
            cluster.Journal.Problem("one model is trained on two steps at once");
        _isTraining = true;
        await cluster.Scheduler.PauseAsync(silo);
        _isTraining = false;
        var tokens = TokenHashes.Of(step.Batch.Tokens);
        _weights = Moved(_weights!, tokens);
        return new TrainedStep(new StepReport(step.Batch.Step, 1, [], tokens), 1);
    }

    public async Task<ReportAnswer> ReportAsync(TrainerAction.Report report)
    {
        var answer = await CallAsync(session => session.ReportAsync(report.Branch, report.Trained.Report));
        if (answer is ReportAnswer.Superseded { InForce: var inForce })
            Superseded(inForce);
        else if (answer is ReportAnswer.Accepted)
            cluster.Journal.Reports.Add((report.Branch, report.Trained.Report.Step));
        return answer;
    }

    public async Task<Validation?> ValidateAsync(TrainingPlan plan, long step)
    {
        await cluster.Scheduler.PauseAsync(silo);
        return new Validation(1, step, IsSample: true);
    }

    public Task SaveAsync(TrainerAction.Save save) =>
        _manifests.NameAsync(
            new Checkpoint(
                save.Step,
                save.Branch,
                "folder",
                new SortedDictionary<string, string> { [Weights] = _weights! },
                save.Validation
            )
        );

    public Task TellAsync(long step, bool isEnd) => Task.CompletedTask;

    public bool IsTransient(Exception exception) => Journal.IsExpected(exception);

    public void Interrupted(Exception exception) { }

    public void Failed(Exception exception)
    {
        if (!_wasSuperseded)
            cluster.Journal.Problem($"a training run failed: {exception.Message}");
    }

    public ValueTask DisposeAsync()
    {
        IsEnded = true;
        return ValueTask.CompletedTask;
    }

    private static string Moved(string weights, ulong tokens) =>
        Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes($"{weights} {tokens}")));

    private void Superseded(int inForce)
    {
        _wasSuperseded = true;
        trainer.Superseded(this, inForce);
    }

    private Task<T> CallAsync<T>(Func<SessionActivation, Task<T>> call) =>
        cluster.CallAsync(silo, Setting.SessionKey, call);
}
