using FluxEntropy.Curricula;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Grains.Telemetry;
using FluxEntropy.Logs;
using FluxEntropy.Sessions;
using FluxEntropy.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace FluxEntropy.Grains.Sessions;

/// <inheritdoc cref="ISessionGrain" />
[RunsOn(SiloRoles.Data)]
internal sealed class SessionGrain(
    Catalog catalog, LocalFileStore files, [FromKeyedServices(GrainFence.StorageName)] IGrainStorage fences, TimeProvider time)
    : Grain, ISessionGrain
{
    private SessionSettings _settings = null!;
    private FencedLog _log = null!;
    private SessionState _state = null!;
    private SessionSnapshots _snapshots = null!;
    private SessionTokens _tokens = null!;

    private string Id => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _settings = await catalog.SessionAsync(Id);
        var corpus = await catalog.CorpusAsync(_settings.CorpusId);
        _snapshots = new SessionSnapshots(_settings, corpus, GrainFactory, files, time);
        _tokens = new SessionTokens(_settings, GrainFactory, files);
        _log = await FencedLog.OpenAsync(files, DataLayout.SessionLog(Id), new GrainFence(fences, this.GetGrainId(), time), "session", cancellationToken);
        _state = new SessionState(_settings);
        await foreach (var record in _log.ReadAllAsync(cancellationToken: cancellationToken))
            _state.Apply(record.Position, SessionLogEntry.Decode(record.Payload.Span));
        if (_state.Snapshot is { } snapshot)
            _state.Planner.Adopt(await _snapshots.ReopenAsync(snapshot));
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _snapshots?.Dispose();
        if (_log is not null)
            await _log.DisposeAsync();
    }

    public async Task Create(string curriculum)
    {
        if (_state.Curricula.Entries.Count == 0)
            await AppendAsync(new CurriculumUpdated(new CurriculumEntry(1, 0, Curriculum.FromJson(curriculum), "", "created", time.GetUtcNow())));
    }

    public Task<SessionStatus> Status()
    {
        var newest = _state.Curricula.Newest;
        var weights = _state.Curricula.At(_state.Planned).Curriculum.WeightsAt(_state.Planned, _settings.TotalSteps);
        return Task.FromResult(new SessionStatus(
            _state.Planned,
            _state.Reported,
            _state.Branch,
            _state.IsFinished || _state.IsStopped,
            _state.IsStopped,
            new CurriculumInForce(newest.Version, newest.FromStep, newest.Curriculum.ToJson(), newest.Author, newest.Reason, newest.Time,
                [.. weights.Select(weight => weight / (double)BinWeights.Total)]),
            _state.Snapshot is { } snapshot ? $"{snapshot.Hash:x32}" : "",
            _snapshots.Current?.Count ?? 0,
            _state.Loss.First,
            _state.Loss.Last));
    }

    public async Task<int> Open(long step)
    {
        if (step < 0 || step > _state.Planned)
            throw new ArgumentOutOfRangeException(nameof(step), step, $"Step {step} was never served: the log ends at step {_state.Planned}.");
        await AppendAsync(new BranchOpened(_state.Branch + 1, step));
        return _state.Branch;
    }

    public async Task<StepHandout?> Step(int branch, long step)
    {
        RequireBranch(branch);
        if (step < 0 || step > _state.Planned)
            throw new ArgumentOutOfRangeException(nameof(step), step, $"Step {step} cannot be handed out: step {_state.Planned} is the next to be planned.");
        if (step == _settings.TotalSteps)
            return null;
        var planned = step < _state.Planned ? await RecordedAsync(step) : await PlanAsync();
        if (planned is null)
            return null;
        var batch = await BatchBuilder.BuildAsync(planned.Step, _settings, _tokens.ReadAsync);
        await NotifyAsync(SessionChange.Served, planned.Step.Step);
        return new StepHandout(planned.Step.Step, planned.Step.CurriculumVersion, batch.Batch, batch.Time, batch.Tokens, batch.Bins, planned.TokenHash);
    }

    public async Task Report(StepOutcome outcome)
    {
        RequireBranch(outcome.Branch);
        if (outcome.Step < 0 || outcome.Step >= _state.Planned)
            throw new ArgumentOutOfRangeException(nameof(outcome), outcome.Step, $"Step {outcome.Step} was not handed out to branch {outcome.Branch}.");
        if (outcome.TokenHash != _state.Step(outcome.Step).TokenHash)
            throw new InvalidDataException($"Step {outcome.Step} was trained on other tokens than were planned: {outcome.TokenHash:x16} instead of {_state.Step(outcome.Step).TokenHash:x16}.");
        if (_state.IsReported(outcome.Branch, outcome.Step))
            return;
        var bins = outcome.Bins.Zip(outcome.BinLosses, outcome.BinTargets).Select(bin => new BinLoss(bin.First, bin.Second, bin.Third));
        await AppendAsync(new StepReported(outcome.Branch, new StepReport(outcome.Step, outcome.Loss, [.. bins], outcome.TokenHash)));
    }

    public async Task<CurriculumUpdateAnswer> Update(CurriculumUpdate update)
    {
        var newest = _state.Curricula.Newest.Version;
        var decision = _state.Curricula.Decide(update.ExpectedVersion, update.FromStep, _state.Planned, _settings.TotalSteps);
        if (decision.Refusal is not null)
        {
            FluxInstruments.CurriculumUpdates.Add(1, new KeyValuePair<string, object?>("outcome", "refused"));
            return new CurriculumUpdateAnswer(newest, decision.Requested, decision.Effective, decision.Refusal);
        }
        await AppendAsync(new CurriculumUpdated(new CurriculumEntry(
            newest + 1, decision.Effective, Curriculum.FromJson(update.Json), update.Author, update.Reason, time.GetUtcNow())));
        FluxInstruments.CurriculumUpdates.Add(1, new KeyValuePair<string, object?>("outcome", "accepted"));
        await NotifyAsync(SessionChange.Curriculum, decision.Effective);
        return new CurriculumUpdateAnswer(newest + 1, decision.Requested, decision.Effective, null);
    }

    public async Task Stop()
    {
        if (!_state.IsStopped && !_state.IsFinished)
            await AppendAsync(new Stopped());
        await NotifyAsync(SessionChange.Ended, _state.Reported);
    }

    public async Task<ServedCounts> Served(long fromStep, long toStep)
    {
        var end = toStep == 0 ? _state.Planned : Math.Min(toStep, _state.Planned);
        var tokens = new List<long>();
        var documents = new HashSet<(int Shard, int Row)>();
        for (var step = fromStep; step < end; step++)
        {
            foreach (var row in (await RecordedAsync(step)).Step.Rows)
            {
                while (tokens.Count <= row.Bin)
                    tokens.Add(0);
                tokens[row.Bin] += row.Tokens;
                documents.Add((row.Shard, row.Row));
            }
        }
        return new ServedCounts(fromStep, end, [.. tokens], documents.Count);
    }

    private void RequireBranch(int branch)
    {
        if (branch != _state.Branch)
            throw new InvalidOperationException($"Branch {branch} was superseded: branch {_state.Branch} is in force. Open the session again from your checkpoint.");
    }

    private async Task<StepPlanned> RecordedAsync(long step) =>
        (StepPlanned)SessionLogEntry.Decode((await _log.ReadAsync(_state.Step(step).Position)).Span);

    // Durable in the log before it leaves, and handed out only once.
    private async Task<StepPlanned?> PlanAsync()
    {
        if (await _snapshots.NewerAsync(_state.Snapshot) is { } ordering)
        {
            await AppendAsync(new SnapshotAdopted(ordering.Snapshot));
            _state.Planner.Adopt(ordering);
            _snapshots.Keep(ordering);
        }
        if (_state.Snapshot is null)
            return null;
        using var span = FluxInstruments.Source.StartActivity("plan step");
        var step = _state.Planner.Plan(_state.Planned, _state.Curricula.At(_state.Planned));
        var tokens = (await BatchBuilder.BuildAsync(step, _settings, _tokens.ReadAsync)).Tokens;
        var planned = new StepPlanned(step, TokenHashes.Of(tokens));
        FaultPoints.Reached("session.before-log");
        await AppendAsync(planned);
        FaultPoints.Reached("session.before-handout");
        FluxInstruments.StepsPlanned.Add(1);
        return planned;
    }

    private async Task AppendAsync(SessionLogEntry entry)
    {
        _state.Check(entry);
        try
        {
            var positions = await _log.AppendAsync([entry.Encode()]);
            _state.Apply(positions[0], entry);
        }
        catch
        {
            DeactivateOnIdle(); // what is in the log decides, and only a new activation knows that
            throw;
        }
    }

    private Task NotifyAsync(SessionChange change, long step) => this.TellAsync(Notices.Session(Id), new SessionChanged(change, step));
}
