using FluxEntropy.Codecs;
using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Logs;
using FluxEntropy.Orderings;

namespace FluxEntropy.Sessions;

/// <summary>What a session's log adds up to. Applying the records in order, from the first, gives the state at any record.</summary>
public sealed class SessionState(SessionSettings settings)
{
    private readonly List<RecordedStep> _steps = [];
    private readonly ServedTotals _totals = new();
    private readonly List<(int Branch, long FromStep)> _replans = [];
    private readonly LossAdaptation _adaptation = new();
    private readonly LossAverage _average = new();
    private readonly Dictionary<int, RowBitmap> _reports = []; // of each branch, consumers in the place of shards

    /// <summary>Fixed settings.</summary>
    public SessionSettings Settings { get; } = settings;

    /// <summary>Curricula so far.</summary>
    public CurriculumHistory Curricula { get; } = new();

    /// <summary>What steps are planned from.</summary>
    public StepPlanner Planner { get; } = new(settings);

    /// <summary>Which steps served a document.</summary>
    public ServedSteps Served { get; } = new();

    /// <summary>The snapshot that was adopted last.</summary>
    public Snapshot? Snapshot { get; private set; }

    /// <summary>Steps planned: the next one to plan.</summary>
    public long Planned => _steps.Count;

    /// <summary>The branch in force; 0 before a trainer began.</summary>
    public int Branch { get; private set; }

    /// <summary>Trainers that share each step of that branch.</summary>
    public int Consumers { get; private set; } = 1;

    /// <summary>
    /// The first time that steps before one were planned again after a branch was opened: what was trained on that branch up to there
    /// is not what the log has. Null where that never happened, or the branch is not known (0).
    /// </summary>
    public (int Branch, long FromStep)? ReplannedSince(int branch, long step)
    {
        foreach (var replan in _replans)
        {
            if (branch > 0 && replan.Branch > branch && replan.FromStep < step)
                return replan;
        }
        return null;
    }

    /// <summary>Name by which these find each other; empty for the trainer inside.</summary>
    public string Run { get; private set; } = "";

    /// <summary>The step after the last one that some branch reported.</summary>
    public long Reported { get; private set; }

    /// <summary>Whether a person stopped the run and nobody started it since.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Whether every step was reported.</summary>
    public bool IsFinished => Reported == Settings.TotalSteps;

    /// <summary>Loss of step 0 and of the step reported last, in nats a token.</summary>
    public (double? First, double? Last) Loss { get; private set; }

    /// <summary>
    /// Average of the losses reported since a trainer last went back to an earlier step, in nats a token; null before the first.
    /// </summary>
    public double? SmoothedLoss => _average.Value;

    /// <summary>The bin that ran dry, where the next step waits for another curriculum; else null.</summary>
    public int? DryBin { get; private set; }

    /// <summary>Where the record of a planned step is, and the hash of its tokens.</summary>
    public (LogPosition Position, ulong TokenHash) Step(long step) =>
        (_steps[(int)step].Position, _steps[(int)step].TokenHash);

    /// <summary>What the steps before one served, which is at most <see cref="Planned"/>.</summary>
    internal ServedSum ServedBefore(long step) => _totals.Before(step);

    /// <summary>Weights that the adaptive schedule of a curriculum has come to by the losses reported so far, or null. [bins]</summary>
    public double[]? Adapted(CurriculumEntry entry) => _adaptation.For(entry);

    /// <summary>Plans the next step; it counts once its record is applied.</summary>
    /// <param name="recorded">Weights that it was planned with before, or null.</param>
    public PlanAnswer Plan(long[]? recorded = null)
    {
        var entry = Curricula.At(Planned);
        return Planner.Plan(Planned, entry, Adapted(entry), recorded);
    }

    /// <summary>Whether a branch's report of a step is in the log already.</summary>
    public bool IsReported(int branch, long step, int consumer = 0) =>
        _reports.TryGetValue(branch, out var steps) && steps.Contains(consumer, (int)step);

    /// <summary>
    /// Checks that a record can come next; to be asked before it is written, so that no log holds what cannot be read
    /// back.
    /// </summary>
    /// <exception cref="InvalidDataException">The record does not follow from those before it.</exception>
    public void Check(SessionLogEntry entry)
    {
        if (Contradiction(entry) is { } contradiction)
            throw new InvalidDataException(
                $"Session {Settings.Id}: {entry.GetType().Name} cannot follow {Planned} planned steps: {contradiction}."
            );
    }

    /// <summary>Adds the next record.</summary>
    /// <param name="position">Where it is.</param>
    /// <param name="entry">What it says.</param>
    /// <exception cref="InvalidDataException">The record does not follow from those before it; nothing changed.</exception>
    public void Apply(LogPosition position, SessionLogEntry entry)
    {
        Check(entry);
        switch (entry)
        {
            case CurriculumUpdated updated:
                Curricula.Add(updated.Entry);
                DryBin = null;
                break;
            case SnapshotAdopted adopted:
                (Snapshot, DryBin) = (adopted.Snapshot, null);
                break;
            case BinRanDry dry:
                DryBin = dry.Bin;
                break;
            case StepPlanned planned:
                DryBin = null;
                _steps.Add(
                    new RecordedStep(
                        position,
                        planned.TokenHash,
                        planned.Step.CurriculumVersion,
                        planned.Step.Rows[^1],
                        planned.Step.Remainder,
                        planned.Step.Weights.Length,
                        Kept(planned.Step.Open)
                    )
                );
                Planner.Apply(planned.Step);
                Served.Add(planned.Step);
                _totals.Add(planned.Step);
                break;
            case StepReported { Report: var report } reported
                when Reports(reported.Branch).Add(reported.Consumer, (int)report.Step):
                Reported = Math.Max(Reported, report.Step + 1);
                Loss = (report.Step == 0 ? report.Loss : Loss.First, report.Loss);
                _average.Add(report.Loss);
                if (reported.Branch == Branch)
                    _adaptation.Add(Curricula.Entries[(int)_steps[(int)report.Step].Version - 1], report, Consumers);
                break;
            case BranchOpened opened:
                _adaptation.BeginBranch();
                if (opened.FromStep < Reported)
                    _average.Clear();
                (Branch, Consumers, Run, IsStopped) = (opened.Branch, opened.Consumers, opened.Run, false);
                break;
            case StepsDropped dropped:
                Drop(dropped.FromStep);
                _replans.Add((Branch + 1, dropped.FromStep));
                break;
            case Stopped:
                IsStopped = true;
                break;
        }
    }

    private RowBitmap Reports(int branch)
    {
        if (!_reports.TryGetValue(branch, out var steps))
            _reports.Add(branch, steps = new RowBitmap());
        return steps;
    }

    private void Drop(long fromStep)
    {
        RecordedStep? before = fromStep > 0 ? _steps[(int)fromStep - 1] : null;
        _steps.RemoveRange((int)fromStep, _steps.Count - (int)fromStep);
        _adaptation.DropFrom(fromStep);
        Served.DropFrom(fromStep);
        _totals.DropFrom(fromStep);
        Planner.GoBack(
            Served.Begun(),
            before is not { } last
                ? null
                : new PlannedStep
                {
                    Step = fromStep - 1,
                    CurriculumVersion = last.Version,
                    SnapshotHash = default,
                    Weights = new long[last.Bins],
                    Rows = [last.LastRow],
                    Remainder = last.Remainder,
                    Open = Read(last.Open),
                }
        );
        (DryBin, Reported) = (null, Math.Min(Reported, fromStep));
    }

    private string? Contradiction(SessionLogEntry entry) =>
        entry switch
        {
            CurriculumUpdated { Entry: var update } when update.Version != Curricula.Entries.Count + 1 =>
                $"version {update.Version} came after version {Curricula.Entries.Count}",
            CurriculumUpdated { Entry: var update } when update.FromStep < Planned =>
                $"version {update.Version} holds from step {update.FromStep}, which was planned already",
            SnapshotAdopted { Snapshot: var next }
                when (next.CorpusId, next.ProfileHash, next.Metric)
                    != (Settings.CorpusId, Settings.ProfileHash, Settings.Metric) =>
                $"snapshot {next.Hash:x32} is of another ordering than the session's",
            SnapshotAdopted { Snapshot: var next } when Snapshot is not null && !next.Covers(Snapshot) =>
                $"snapshot {next.Hash:x32} does not cover {Snapshot.Hash:x32}, which was adopted before",
            BinRanDry dry when dry.Step != Planned || dry.Bin >= Curriculum.MaxBins =>
                $"bin {dry.Bin + 1} ran dry at step {dry.Step}, which is not the next",
            StepsDropped dropped when dropped.FromStep > Planned =>
                $"steps from {dropped.FromStep} on were dropped, and there are none",
            StepPlanned { Step: var plan } => Contradiction(plan),
            StepReported reported when reported.Report.Step >= Planned =>
                $"step {reported.Report.Step} was reported before it was planned",
            StepReported reported
                when reported.Branch > Branch || (reported.Branch == Branch && reported.Consumer >= Consumers) =>
                $"consumer {reported.Consumer} of branch {reported.Branch} reported, and there is none",
            BranchOpened opened
                when opened.Branch != Branch + 1
                    || opened.Parent > Branch
                    || opened.FromStep > Planned
                    || opened.Consumers < 1 =>
                $"branch {opened.Branch} of {opened.Parent} opened at step {opened.FromStep} for "
                    + $"{opened.Consumers} consumers when branch {Branch} was the last",
            _ => null,
        };

    private string? Contradiction(PlannedStep plan) =>
        plan.Step != Planned || plan.Step >= Settings.TotalSteps
            ? $"step {plan.Step} was planned when step {Planned} of {Settings.TotalSteps} was next"
        : Curricula.Entries.Count == 0 || plan.CurriculumVersion != Curricula.At(plan.Step).Version
            ? $"curriculum version {plan.CurriculumVersion} is not in force at step {plan.Step}"
        : plan.SnapshotHash != Snapshot?.Hash ? $"snapshot {plan.SnapshotHash:x32} was not adopted last"
        : plan.Weights.Sum() != BinWeights.Total ? "the weights do not sum to 2^32"
        : plan.Rows.Any(row => row.Bin >= plan.Weights.Length)
            ? $"it has {plan.Weights.Length} bins and a row of another"
        : plan.Rows.Sum(row => (long)row.Tokens) != Settings.StepTokens
            ? $"its rows do not hold {Settings.StepTokens} tokens"
        : null;

    // As bytes: they are kept for every step.
    private static byte[] Kept(OpenDocument[] open)
    {
        if (open.Length == 0)
            return [];
        var writer = new ByteWriter();
        SessionLogFields.Write(writer, open);
        return writer.ToArray();
    }

    private static OpenDocument[] Read(byte[] kept)
    {
        if (kept.Length == 0)
            return [];
        var reader = new ByteReader(kept, "open documents");
        return SessionLogFields.ReadOpen(ref reader);
    }

    // Where a step's record is, what it hashes to, and what the step after it needs to know of it.
    private readonly record struct RecordedStep(
        LogPosition Position,
        ulong TokenHash,
        long Version,
        PlannedRow LastRow,
        int Remainder,
        int Bins,
        byte[] Open
    );
}
