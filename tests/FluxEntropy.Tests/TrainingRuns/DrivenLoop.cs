using FluxEntropy.Engines;
using FluxEntropy.Sessions;
using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Tests.TrainingRuns;

/// <summary>A loop of a session of ten steps, and answers to what it says. Time stands still unless it is moved on.</summary>
internal sealed class DrivenLoop
{
    public const int TotalSteps = 10;

    public DrivenLoop(TrainerStatus? before = null, bool replan = false) =>
        Loop = new TrainerLoop(TotalSteps, before ?? TrainerStatus.Idle, replan);

    public TrainerLoop Loop { get; }

    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    public TrainerStatus Status => Loop.Status;

    /// <summary>A plan that saves every four steps and validates every three.</summary>
    public static TrainingPlan Plan { get; } =
        new("llama", 1, 1, 2, 1e-3, 0, CheckpointSteps: 4, 1, ValidationSteps: 3);

    public static Checkpoint Checkpoint(int branch, long step) => new(step, branch, "folder", []);

    public static StepAnswer.HandedOut Step(long step) =>
        new(
            new StepPlanned(
                new PlannedStep
                {
                    Step = step,
                    CurriculumVersion = 2,
                    SnapshotHash = 0,
                    Weights = [],
                    Rows = [],
                    Remainder = 0,
                },
                TokenHash: 1
            ),
            new TokenBatch
            {
                Step = step,
                Tokens = new int[9],
                Bins = new byte[8],
                Batch = 1,
                Time = 8,
            }
        );

    public TrainerAction Next() => Loop.Next(Now);

    /// <summary>The next action, which is of a kind.</summary>
    public T Next<T>()
        where T : TrainerAction => Assert.IsType<T>(Next());

    /// <summary>Nothing is to be done now.</summary>
    public void Waits(DateTimeOffset? until = null) =>
        Assert.Equal(until ?? DateTimeOffset.MaxValue, Next<TrainerAction.Wait>().Until);

    /// <summary>Goes on to where the first step is asked for, on a branch.</summary>
    public TrainerAction.Ask Open(int branch = 1, Checkpoint? newest = null)
    {
        Next<TrainerAction.ReadPlan>();
        Loop.Read(Plan);
        Next<TrainerAction.FindCheckpoint>();
        Loop.Found(newest);
        Next<TrainerAction.Make>();
        Loop.Made("cpu:1");
        if (newest is not null)
        {
            Next<TrainerAction.Load>();
            Loop.Loaded(newest);
        }
        Assert.Equal(newest?.Step ?? 0, Next<TrainerAction.Open>().Step);
        Loop.Opened(branch);
        return Next<TrainerAction.Ask>();
    }

    /// <summary>Answers with the step that was asked for; the one after it is asked for, and it is trained on.</summary>
    public (TrainerAction.Train Train, TrainerAction.Ask Ask) Begin(TrainerAction.Ask asked)
    {
        Loop.Answered(asked, Step(asked.Step), Now);
        var ask = Next<TrainerAction.Ask>();
        return (Next<TrainerAction.Train>(), ask);
    }

    /// <summary>A step was trained: it is to be reported.</summary>
    public TrainerAction.Report Trained(TrainerAction.Train train)
    {
        var step = train.Step.Batch.Step;
        Loop.Trained(
            train.Step,
            new TrainedStep(new StepReport(step, 3 + step, [new BinLoss(1, 3, 8)], 1), Seconds: 2)
        );
        return Next<TrainerAction.Report>();
    }

    /// <summary>Watchers are told, and that is done.</summary>
    public TrainerAction.Tell Told()
    {
        var tell = Next<TrainerAction.Tell>();
        Loop.Told();
        return tell;
    }

    /// <summary>Trains steps to their reports, whatever is to be validated and saved in between.</summary>
    /// <returns>The step that is asked for then.</returns>
    public TrainerAction.Ask Train(TrainerAction.Ask asked, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            var (train, ask) = Begin(asked);
            Loop.Reported(Trained(train), new ReportAnswer.Accepted());
            Told();
            asked = ask;
            if (asked.Step % Plan.ValidationSteps == 0 || asked.Step == TotalSteps)
            {
                Next<TrainerAction.Validate>();
                Loop.Validated(null);
            }
            if (asked.Step % Plan.CheckpointSteps == 0)
                Loop.Saved(Next<TrainerAction.Save>().Step);
        }
        return asked;
    }
}
