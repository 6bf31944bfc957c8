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
public sealed class ActiveSession : IAsyncDisposable
{
    private const int Recent = 2; // steps kept for other consumers

    private readonly FencedLog _log;
    private readonly ISnapshotSource _snapshots;
    private readonly TokenReader _tokens;
    private readonly TimeProvider _time;
    private readonly StepPreparation _preparation;
    private readonly List<StepAnswer.HandedOut> _recent = []; // newest last

    private ActiveSession(
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
        Records = new SessionRecords(log, State);
        _preparation = new StepPreparation(State, tokens);
    }

    /// <summary>What the log adds up to; only for reading.</summary>
    public SessionState State { get; }

    /// <summary>Answers questions out of the log.</summary>
    public SessionRecords Records { get; }

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
    public static async Task<ActiveSession> OpenAsync(
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
        var tenure = new ActiveSession(settings, log, snapshots, tokens, time);
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
    /// <param name="curriculum">What holds from the step on, which is planned anew then; null: what is in force.</param>
    /// <returns>The branch to report with.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step was never served.</exception>
    public async Task<int> OpenBranchAsync(long step, bool replan = false, Curriculum? curriculum = null)
    {
        if (step < 0 || step > State.Planned)
            throw new ArgumentOutOfRangeException(
                nameof(step),
                step,
                $"Step {step} was never served: the log ends at step {State.Planned}."
            );
        await OpenAsync(new BranchOpened(State.Branch + 1, step), replan, curriculum);
        return State.Branch;
    }

    /// <summary>
    /// Lets a trainer outside take its share: the first of a run opens a branch from the step at which it goes on, the others join it,
    /// and so does one that comes back.
    /// </summary>
    public async Task<JoinAnswer> JoinAsync(RunToJoin wanted)
    {
        var (run, consumers, step, replan, parent, curriculum, given) = wanted;
        if (given > 0 && given != State.Branch)
            return new JoinAnswer.Superseded(given, State.Branch);
        if (step < 0 || step > State.Planned)
            return new JoinAnswer.NeverServed(State.Planned);
        if (State.ReplannedSince(parent, step) is { } other)
            return new JoinAnswer.OtherHistory(other.Branch, other.FromStep);
        if (State.Branch == 0 || State.Run != run)
        {
            var branch = new BranchOpened(State.Branch + 1, step, parent > 0 ? parent : State.Branch, consumers, run);
            await OpenAsync(branch, replan, step < Settings.TotalSteps ? curriculum : null);
        }
        else if (State.Consumers != consumers)
            return new JoinAnswer.OtherConsumers(State.Consumers);
        return new JoinAnswer.Joined(State.Branch);
    }

    /// <inheritdoc cref="JoinAsync(RunToJoin)"/>
    /// <param name="run">Name of the run, new at each start or resume of it.</param>
    /// <param name="consumers">Trainers of the run, at least 1.</param>
    /// <param name="step">First step wanted.</param>
    /// <param name="replan">Where the run is new: plan that step and those after it anew, in place of serving what
    /// the log has of them.</param>
    public Task<JoinAnswer> JoinAsync(string run, int consumers, long step, bool replan = false) =>
        JoinAsync(new RunToJoin(run, consumers, step, replan));

    /// <summary>Hands out a step of a branch: a recorded one, or the one after the last recorded, planned now.</summary>
    public async Task<StepAnswer> StepAsync(int branch, long step)
    {
        if (branch != State.Branch)
            return new StepAnswer.Superseded(branch, State.Branch);
        if (step < 0 || step > State.Planned)
            return new StepAnswer.OutOfOrder(State.Planned);
        if (step == Settings.TotalSteps)
            return new StepAnswer.Ended();
        if (_recent.Find(recent => recent.Batch.Step == step) is { } recent)
            return recent; // the other consumers of the step want the same
        var answer = step < State.Planned ? await ReadAsync(step) : await PlanAsync();
        if (answer is StepAnswer.HandedOut handedOut)
            Remember(handedOut);
        return answer;
    }

    /// <summary>Takes a trainer's report; the first report of a step counts.</summary>
    public async Task<ReportAnswer> ReportAsync(int branch, StepReport report, int consumer = 0)
    {
        if (branch != State.Branch)
            return new ReportAnswer.Superseded(branch, State.Branch);
        if (report.Step < 0 || report.Step >= State.Planned)
            return new ReportAnswer.NotHandedOut(State.Planned);
        if (State.Step(report.Step).TokenHash is var planned && report.TokenHash != planned)
            return new ReportAnswer.OtherTokens(planned);
        if (!State.IsReported(branch, report.Step, consumer))
            await AppendAsync(new StepReported(branch, report, consumer));
        return new ReportAnswer.Accepted();
    }

    /// <summary>Puts a curriculum in force, or says why not.</summary>
    public async Task<RetuneDecision> UpdateAsync(CurriculumUpdate update)
    {
        var decision = State.Curricula.Decide(update, State.Planned, Settings.TotalSteps);
        if (decision is { Refusal: null, IsRepeat: false })
            await AppendAsync(
                new CurriculumUpdated(
                    new CurriculumEntry(
                        decision.Version,
                        decision.Effective,
                        update.Curriculum,
                        update.Author,
                        update.Reason,
                        _time.GetUtcNow(),
                        update.Key
                    )
                )
            );
        return decision;
    }

    /// <summary>Says in the log that a person stopped the run; harmless when it ended already.</summary>
    public async Task StopAsync()
    {
        if (!State.IsStopped && !State.IsFinished)
            await AppendAsync(new Stopped());
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    private async Task OpenAsync(BranchOpened branch, bool replan, Curriculum? curriculum = null)
    {
        var entries = new List<SessionLogEntry>();
        if ((replan || curriculum is not null) && branch.FromStep < State.Planned)
        {
            _preparation.Drop();
            _recent.Clear();
            entries.Add(new StepsDropped(branch.FromStep));
        }
        if (curriculum is not null)
            entries.Add(new CurriculumUpdated(Resumed(branch, curriculum)));
        await AppendAsync([.. entries, branch]);
    }

    private CurriculumEntry Resumed(BranchOpened branch, Curriculum curriculum) =>
        new(
            State.Curricula.Newest.Version + 1,
            branch.FromStep,
            curriculum,
            branch.Run,
            $"resumed from step {branch.FromStep}",
            _time.GetUtcNow()
        );

    // Durable in the log before it leaves, and handed out only once.
    private async Task<StepAnswer> PlanAsync()
    {
        if (await _snapshots.NewerAsync(State.Snapshot) is { } ordering)
        {
            await AppendAsync(new SnapshotAdopted(ordering.Snapshot));
            State.Planner.Adopt(ordering);
            _snapshots.Keep(ordering);
        }
        if (State.DryBin is { } dryBin)
            return Dry(dryBin);
        if (State.Snapshot is null)
            return new StepAnswer.TooFewDocuments();
        var (prepared, dry) = _preparation.Take();
        if (prepared is null)
        {
            await AppendAsync(new BinRanDry(dry!.Step, dry.Bin));
            return Dry(dry.Bin);
        }
        var batch = await prepared.Batch;
        if (!_preparation.IsInForce(prepared))
            throw new InvalidOperationException("Calls of a tenure must not overlap.");
        var planned = new StepPlanned(prepared.Step, TokenHashes.Of(batch.Tokens));
        FaultPoints.Reached("session.before-log");
        await AppendAsync(planned);
        FaultPoints.Reached("session.before-handout");
        _preparation.PrepareNext();
        return new StepAnswer.HandedOut(planned, batch);
    }

    private StepAnswer.BinDry Dry(int bin) =>
        new(State.Planned, bin, State.Curricula.At(State.Planned).Curriculum.Bins);

    private async Task<StepAnswer> ReadAsync(long step)
    {
        var planned = (await Records.StepAsync(step))!;
        return new StepAnswer.HandedOut(planned, await BatchBuilder.BuildAsync(planned.Step, Settings, _tokens));
    }

    private void Remember(StepAnswer.HandedOut handedOut)
    {
        if (_recent.Count == Recent)
            _recent.RemoveAt(0);
        _recent.Add(handedOut);
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
