using FluxEntropy.Curricula;
using FluxEntropy.Engines;
using FluxEntropy.Logs;
using FluxEntropy.Storage;

namespace FluxEntropy.Sessions;

/// <summary>
/// One activation's tenure of a session: plans each step under the curriculum in force and has it in the log before it
/// leaves. The log is the truth: once a write to it failed nobody knows what it holds, and only another tenure finds out.
/// Calls must not overlap.
/// </summary>
public sealed class SessionTenure : IAsyncDisposable
{
    private const int Recent = 2; // steps kept for other consumers

    private readonly FencedLog _log;
    private readonly ISnapshotSource _snapshots;
    private readonly TokenReader _tokens;
    private readonly TimeProvider _time;
    private readonly List<ServedStep> _recent = []; // newest last
    private PreparedStep? _prepared;

    private SessionTenure(
        SessionSettings settings,
        FencedLog log,
        ISnapshotSource snapshots,
        TokenReader tokens,
        TimeProvider time
    )
    {
        _log = log;
        _snapshots = snapshots;
        _tokens = tokens;
        _time = time;
        State = new SessionState(settings);
    }

    /// <summary>What the log adds up to; only for reading.</summary>
    public SessionState State { get; }

    /// <summary>Whether a write to the log failed, so that the tenure is over.</summary>
    public bool HasFailed { get; private set; }

    private SessionSettings Settings => State.Settings;

    /// <summary>Takes a session over and reads its log.</summary>
    /// <param name="store">Where the log is.</param>
    /// <param name="settings">The session's settings.</param>
    /// <param name="fence">The record that fences its log.</param>
    /// <param name="snapshots">Where orderings come from.</param>
    /// <param name="tokens">Where tokens come from.</param>
    /// <param name="time">Dates curricula.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="LogCorruptException">Committed records are missing or damaged.</exception>
    /// <exception cref="LogFencedException">Others keep taking the session over.</exception>
    public static async Task<SessionTenure> OpenAsync(
        IFileStore store,
        SessionSettings settings,
        ILogFence fence,
        ISnapshotSource snapshots,
        TokenReader tokens,
        TimeProvider time,
        CancellationToken cancellationToken = default
    )
    {
        var log = await FencedLog.OpenAsync(
            store,
            DataLayout.SessionLog(settings.Id),
            fence,
            "session",
            cancellationToken
        );
        var tenure = new SessionTenure(settings, log, snapshots, tokens, time);
        await foreach (var record in log.ReadAllAsync(cancellationToken: cancellationToken))
            tenure.State.Apply(record.Position, SessionLogEntry.Decode(record.Payload.Span));
        if (tenure.State.Snapshot is { } snapshot)
            tenure.State.Planner.Adopt(await snapshots.ReopenAsync(snapshot));
        return tenure;
    }

    /// <summary>Puts the first curriculum in force; harmless when one is.</summary>
    public async Task CreateAsync(Curriculum curriculum)
    {
        if (State.Curricula.Entries.Count == 0)
            await AppendAsync(
                new CurriculumUpdated(new CurriculumEntry(1, 0, curriculum, "", "created", _time.GetUtcNow()))
            );
    }

    /// <summary>Opens a branch that is served from a step on.</summary>
    /// <param name="step">First step wanted.</param>
    /// <param name="replan">Plan it and those after it anew, in place of serving what the log has of them.</param>
    /// <returns>The branch to report with.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step was never served.</exception>
    public async Task<int> OpenBranchAsync(long step, bool replan = false)
    {
        if (step < 0 || step > State.Planned)
            throw new ArgumentOutOfRangeException(
                nameof(step),
                step,
                $"Step {step} was never served: the log ends at step {State.Planned}."
            );
        await OpenAsync(new BranchOpened(State.Branch + 1, step), replan);
        return State.Branch;
    }

    /// <summary>
    /// Lets a trainer outside take its share: the first of a run opens a branch from the step at which it goes on, the others join it,
    /// and so does one that comes back.
    /// </summary>
    /// <param name="run">Name of the run, new at each start or resume of it.</param>
    /// <param name="consumers">Trainers of the run, at least 1.</param>
    /// <param name="step">First step wanted.</param>
    /// <param name="replan">Where the run is new: plan that step and those after it anew, in place of serving what the log has of them.</param>
    /// <returns>The branch to report with.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step was never served.</exception>
    /// <exception cref="ArgumentException">The run has another number of trainers.</exception>
    public async Task<int> JoinAsync(string run, int consumers, long step, bool replan = false)
    {
        if (step < 0 || step > State.Planned)
            throw new ArgumentOutOfRangeException(
                nameof(step),
                step,
                $"join.step: step {step} was never served: the log ends at step {State.Planned}."
            );
        if (State.Branch == 0 || State.Run != run)
            await OpenAsync(new BranchOpened(State.Branch + 1, step, State.Branch, consumers, run), replan);
        else if (State.Consumers != consumers)
            throw new ArgumentException(
                $"join.world_size: run '{run}' has {State.Consumers} consumers, not {consumers}; their number changes when a run goes on from a checkpoint, under a new run name.",
                nameof(consumers)
            );
        return State.Branch;
    }

    /// <summary>
    /// A step of a branch: a recorded one, or the one after the last recorded, planned now. Null while the corpus has too
    /// few ranked documents to plan, where a bin ran dry at which the curriculum says to stop, and beyond the end of the run.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another trainer opened a newer branch.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Steps before this one were never asked for.</exception>
    public async Task<ServedStep?> StepAsync(int branch, long step)
    {
        RequireBranch(branch);
        if (step < 0 || step > State.Planned)
            throw new ArgumentOutOfRangeException(
                nameof(step),
                step,
                $"Step {step} cannot be handed out: step {State.Planned} is the next to be planned."
            );
        if (step == Settings.TotalSteps)
            return null;
        if (_recent.Find(recent => recent.Batch.Step == step) is { } recent)
            return recent; // the other consumers of the step want the same
        var served = step < State.Planned ? await ReadAsync(step) : await PlanAsync();
        if (served is not null)
            Remember(served);
        return served;
    }

    /// <summary>The record of a planned step.</summary>
    public async Task<StepPlanned> RecordedAsync(long step) =>
        (StepPlanned)SessionLogEntry.Decode((await _log.ReadAsync(State.Step(step).Position)).Span);

    /// <summary>Takes a trainer's report; the first report of a step counts.</summary>
    /// <exception cref="InvalidOperationException">Another trainer opened a newer branch.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The step was not handed out.</exception>
    /// <exception cref="InvalidDataException">The trainer trained on other tokens.</exception>
    public async Task ReportAsync(int branch, StepReport report, int consumer = 0)
    {
        RequireBranch(branch);
        if (report.Step < 0 || report.Step >= State.Planned)
            throw new ArgumentOutOfRangeException(
                nameof(report),
                report.Step,
                $"Step {report.Step} was not handed out to branch {branch}."
            );
        if (report.TokenHash != State.Step(report.Step).TokenHash)
            throw new InvalidDataException(
                $"Step {report.Step} was trained on other tokens than were planned: {report.TokenHash:x16} instead of {State.Step(report.Step).TokenHash:x16}."
            );
        if (!State.IsReported(branch, report.Step, consumer))
            await AppendAsync(new StepReported(branch, report, consumer));
    }

    /// <summary>Puts a curriculum in force, or says why not.</summary>
    public async Task<RetuneDecision> UpdateAsync(
        long expectedVersion,
        long? wished,
        Curriculum curriculum,
        string author,
        string reason,
        string key = ""
    )
    {
        var decision = State.Curricula.Decide(
            expectedVersion,
            wished,
            State.Planned,
            Settings.TotalSteps,
            curriculum,
            key
        );
        if (decision is { Refusal: null, Known: null })
            await AppendAsync(
                new CurriculumUpdated(
                    new CurriculumEntry(
                        State.Curricula.Newest.Version + 1,
                        decision.Effective,
                        curriculum,
                        author,
                        reason,
                        _time.GetUtcNow(),
                        key
                    )
                )
            );
        return decision;
    }

    /// <summary>
    /// Plans steps that are still to come, and puts nothing in force: over the snapshot of now, so that they are what will be planned
    /// unless it, or the curriculum, changes. Empty while there is no snapshot.
    /// </summary>
    /// <param name="curriculum">A curriculum to try, or null for those in force.</param>
    /// <param name="fromStep">First step that it would hold from; earlier ones than the next are taken for that.</param>
    /// <param name="steps">Steps to plan at most, from the next on.</param>
    public IEnumerable<PlannedStep> Preview(Curriculum? curriculum, long fromStep, int steps)
    {
        if (State.Snapshot is null)
            yield break;
        var planner = State.Planner.Fork();
        var tried = curriculum is null
            ? null
            : new CurriculumEntry(State.Curricula.Newest.Version + 1, fromStep, curriculum, "", "", default);
        for (var step = State.Planned; step < Math.Min(State.Planned + steps, Settings.TotalSteps); step++)
        {
            var entry = tried is not null && step >= fromStep ? tried : State.Curricula.At(step);
            PlannedStep planned;
            try
            {
                planned = planner.Plan(step, entry, State.Adapted(entry));
            }
            catch (BinRanDryException)
            {
                yield break; // there the run would stop
            }
            planner.Apply(planned);
            yield return planned;
        }
    }

    /// <summary>Says in the log that a person stopped the run; harmless when it ended already.</summary>
    public async Task StopAsync()
    {
        if (!State.IsStopped && !State.IsFinished)
            await AppendAsync(new Stopped());
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    private async Task OpenAsync(BranchOpened branch, bool replan)
    {
        if (!replan || branch.FromStep == State.Planned)
        {
            await AppendAsync(branch);
            return;
        }
        _prepared = null;
        _recent.Clear();
        await AppendAsync(new StepsDropped(branch.FromStep), branch);
    }

    private void RequireBranch(int branch)
    {
        if (branch != State.Branch)
            throw new InvalidOperationException(
                $"Branch {branch} was superseded: branch {State.Branch} is in force. Open the session again from your checkpoint."
            );
    }

    // Durable in the log before it leaves, and handed out only once.
    private async Task<ServedStep?> PlanAsync()
    {
        if (await _snapshots.NewerAsync(State.Snapshot) is { } ordering)
        {
            await AppendAsync(new SnapshotAdopted(ordering.Snapshot));
            State.Planner.Adopt(ordering);
            _snapshots.Keep(ordering);
        }
        if (State.Snapshot is null || State.DryBin is not null)
            return null;
        var prepared = _prepared;
        _prepared = null;
        if (prepared is null || !IsInForce(prepared))
        {
            try
            {
                prepared = Prepare();
            }
            catch (BinRanDryException dry)
            {
                await AppendAsync(new BinRanDry(dry.Step, dry.Bin));
                return null;
            }
        }
        var batch = await prepared.Batch;
        if (!IsInForce(prepared))
            throw new InvalidOperationException("Calls of a tenure must not overlap.");
        var planned = new StepPlanned(prepared.Step, TokenHashes.Of(batch.Tokens));
        FaultPoints.Reached("session.before-log");
        await AppendAsync(planned);
        FaultPoints.Reached("session.before-handout");
        PrepareNext();
        return new ServedStep(planned, batch);
    }

    private async Task<ServedStep> ReadAsync(long step)
    {
        var planned = await RecordedAsync(step);
        return new ServedStep(planned, await BatchBuilder.BuildAsync(planned.Step, Settings, _tokens));
    }

    private PreparedStep Prepare()
    {
        var entry = State.Curricula.At(State.Planned);
        var step = State.Plan();
        return new PreparedStep(step, entry, State.Adapted(entry), BatchBuilder.BuildAsync(step, Settings, _tokens));
    }

    // The step after, ahead of its hand-out. Where losses move the weights it would nearly always be planned in vain.
    private void PrepareNext()
    {
        if (State.Planned == Settings.TotalSteps || State.Curricula.At(State.Planned).Curriculum.Adaptive is not null)
            return;
        try
        {
            _prepared = Prepare();
        }
        catch (BinRanDryException)
        {
            // It is recorded when the step is asked for.
        }
    }

    // What was prepared and not handed out is planned anew after a retune, a new snapshot, or another loss.
    private bool IsInForce(PreparedStep prepared) =>
        prepared.Step.Step == State.Planned
        && prepared.Step.SnapshotHash == State.Snapshot?.Hash
        && State.Curricula.At(State.Planned) is var entry
        && ReferenceEquals(prepared.Entry, entry)
        && ReferenceEquals(prepared.Adapted, State.Adapted(entry));

    private void Remember(ServedStep served)
    {
        if (_recent.Count == Recent)
            _recent.RemoveAt(0);
        _recent.Add(served);
    }

    // Records that count together are committed together.
    private async Task AppendAsync(params SessionLogEntry[] entries)
    {
        State.Check(entries[0]);
        try
        {
            var positions = await _log.AppendAsync([.. entries.Select(entry => (ReadOnlyMemory<byte>)entry.Encode())]);
            for (var i = 0; i < entries.Length; i++)
                State.Apply(positions[i], entries[i]);
        }
        catch
        {
            HasFailed = true;
            throw;
        }
    }
}
