using FluxEntropy.Logs;
using FluxEntropy.Orderings;

namespace FluxEntropy.Sessions;

/// <summary>What a session's log adds up to. Applying the records in order, from the first, gives the state at any record.</summary>
public sealed class SessionState(SessionSettings settings)
{
    private readonly List<(LogPosition Position, ulong TokenHash)> _steps = [];
    private readonly HashSet<(int Branch, long Step)> _reports = [];

    /// <summary>Fixed settings.</summary>
    public SessionSettings Settings { get; } = settings;

    /// <summary>Curricula so far.</summary>
    public CurriculumHistory Curricula { get; } = new();

    /// <summary>What steps are planned from.</summary>
    public StepPlanner Planner { get; } = new(settings);

    /// <summary>The snapshot that was adopted last.</summary>
    public Snapshot? Snapshot { get; private set; }

    /// <summary>Steps planned: the next one to plan.</summary>
    public long Planned => _steps.Count;

    /// <summary>The branch in force; 0 before a trainer began.</summary>
    public int Branch { get; private set; }

    /// <summary>The step that the branch is served next: below <see cref="Planned"/> it is read from the log.</summary>
    public long Next { get; set; }

    /// <summary>Steps that some branch reported, from the first without a gap.</summary>
    public long Reported { get; private set; }

    /// <summary>Whether a person stopped the run and nobody started it since.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Whether every step was reported.</summary>
    public bool IsFinished => Reported == Settings.TotalSteps;

    /// <summary>Loss of step 0 and of the step reported last, in nats a token.</summary>
    public (double? First, double? Last) Loss { get; private set; }

    /// <summary>Where the record of a planned step is, and the hash of its tokens.</summary>
    public (LogPosition Position, ulong TokenHash) Step(long step) => _steps[(int)step];

    /// <summary>Whether a branch's report of a step is in the log already.</summary>
    public bool IsReported(int branch, long step) => _reports.Contains((branch, step));

    /// <summary>Adds the next record.</summary>
    /// <param name="position">Where it is.</param>
    /// <param name="entry">What it says.</param>
    /// <param name="isPlannedHere">Whether <see cref="Planner"/> itself made the step that is recorded.</param>
    /// <exception cref="InvalidDataException">The record does not follow from those before it.</exception>
    public void Apply(LogPosition position, SessionLogEntry entry, bool isPlannedHere = false)
    {
        switch (entry)
        {
            case CurriculumUpdated updated:
                Curricula.Add(updated.Entry);
                break;
            case SnapshotAdopted adopted:
                Snapshot = adopted.Snapshot;
                break;
            case StepPlanned planned:
                if (planned.Step.Step != Planned)
                    throw new InvalidDataException($"Step {planned.Step.Step} was planned when step {Planned} was next.");
                _steps.Add((position, planned.TokenHash));
                if (!isPlannedHere)
                    Planner.Apply(planned.Step);
                break;
            case StepReported { Branch: var branch, Report: var report }:
                _reports.Add((branch, report.Step));
                Reported = Math.Max(Reported, report.Step + 1);
                Loss = (report.Step == 0 ? report.Loss : Loss.First, report.Loss);
                break;
            case BranchOpened opened:
                (Branch, Next, IsStopped) = (opened.Branch, opened.FromStep, false);
                break;
            case Stopped:
                IsStopped = true;
                break;
        }
    }
}
