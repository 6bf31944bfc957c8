using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Engines;
using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Fencing;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Grains.Telemetry;
using FluxEntropy.Grains.Tokens;
using FluxEntropy.Sessions;
using FluxEntropy.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace FluxEntropy.Grains.Sessions;

/// <inheritdoc cref="ISessionGrain" />
[RunsOn(SiloRoles.Data)]
internal sealed class SessionGrain(
    Catalog catalog,
    LocalFileStore files,
    TokenFiles tokenFiles,
    [FromKeyedServices(GrainFence.StorageName)] IGrainStorage fences,
    TimeProvider time
) : Grain, ISessionGrain
{
    private SessionSettings _settings = null!;
    private SessionTenure _tenure = null!;
    private SessionSnapshots _snapshots = null!;
    private SessionTokens _tokens = null!;

    private string Id => this.GetPrimaryKeyString();

    private SessionState State => _tenure.State;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _settings = await catalog.SessionAsync(Id);
        var corpus = await catalog.CorpusAsync(_settings.CorpusId);
        _snapshots = new SessionSnapshots(_settings, corpus, GrainFactory, files, time);
        _tokens = new SessionTokens(_settings, GrainFactory, tokenFiles);
        _tenure = await SessionTenure.OpenAsync(
            files,
            _settings,
            new GrainFence(fences, this.GetGrainId(), time),
            _snapshots,
            _tokens.ReadAsync,
            time,
            cancellationToken
        );
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _snapshots?.Dispose();
        if (_tenure is not null)
            await _tenure.DisposeAsync();
    }

    public Task Create(string curriculum) => GuardAsync(_tenure.CreateAsync(Curriculum.FromJson(curriculum)));

    public Task<SessionStatus> Status()
    {
        var newest = State.Curricula.Newest;
        var entry = State.Curricula.At(State.Planned);
        var weights = entry
            .Curriculum.KeyFrames(_settings.TotalSteps, State.Adapted(entry))
            .WeightsAt((double)State.Planned / _settings.TotalSteps);
        return Task.FromResult(
            new SessionStatus(
                State.Planned,
                State.Reported,
                State.Branch,
                State.IsFinished || State.IsStopped,
                State.IsStopped,
                new CurriculumInForce(
                    newest.Version,
                    newest.FromStep,
                    newest.Curriculum.ToJson(),
                    newest.Author,
                    newest.Reason,
                    newest.Time,
                    weights
                ),
                State.Snapshot is { } snapshot ? $"{snapshot.Hash:x32}" : "",
                _snapshots.Current?.Count ?? 0,
                State.Loss.First,
                State.Loss.Last,
                State.DryBin
            )
        );
    }

    public Task<int> Open(long step, bool replan) => GuardAsync(_tenure.OpenBranchAsync(step, replan));

    public Task<int> Join(string run, int consumers, long step, bool replan) =>
        GuardAsync(_tenure.JoinAsync(run, consumers, step, replan));

    public async Task<StepHandout?> Step(int branch, long step)
    {
        using var span = step == State.Planned ? FluxInstruments.Source.StartActivity("plan step") : null;
        var recorded = State.Planned;
        var served = await GuardAsync(_tenure.StepAsync(branch, step));
        FluxInstruments.StepsPlanned.Add(State.Planned - recorded);
        if (served is not { Planned: var planned, Batch: var batch })
            return null;
        await NotifyAsync(SessionChange.Served, planned.Step.Step);
        return new StepHandout(
            planned.Step.Step,
            planned.Step.CurriculumVersion,
            batch.Batch,
            batch.Time,
            batch.Tokens,
            batch.Bins,
            planned.TokenHash
        );
    }

    public Task Report(StepOutcome outcome)
    {
        var bins = outcome
            .Bins.Zip(outcome.BinLosses, outcome.BinTargets)
            .Select(bin => new BinLoss(bin.First, bin.Second, bin.Third));
        return GuardAsync(
            _tenure.ReportAsync(
                outcome.Branch,
                new StepReport(outcome.Step, outcome.Loss, [.. bins], outcome.TokenHash),
                outcome.Consumer
            )
        );
    }

    public async Task<CurriculumUpdateAnswer> Update(CurriculumUpdate update)
    {
        var decision = await GuardAsync(
            _tenure.UpdateAsync(
                update.ExpectedVersion,
                update.FromStep,
                Curriculum.FromJson(update.Json),
                update.Author,
                update.Reason,
                update.Key
            )
        );
        FluxInstruments.CurriculumUpdates.Add(
            1,
            new KeyValuePair<string, object?>("outcome", decision.Refusal is null ? "accepted" : "refused")
        );
        if (decision.Refusal is null)
            await NotifyAsync(SessionChange.Curriculum, decision.Effective);
        return new CurriculumUpdateAnswer(
            decision.Known ?? State.Curricula.Newest.Version,
            decision.Requested,
            decision.Effective,
            decision.Refusal
        );
    }

    public Task<CurriculumInForce[]> History() =>
        Task.FromResult<CurriculumInForce[]>([
            .. State.Curricula.Entries.Select(entry => new CurriculumInForce(
                entry.Version,
                entry.FromStep,
                entry.Curriculum.ToJson(),
                entry.Author,
                entry.Reason,
                entry.Time,
                []
            )),
        ]);

    public Task<SessionPreview> Preview(string? curriculum, long fromStep, int steps)
    {
        var planned = _tenure
            .Preview(curriculum is null ? null : Curriculum.FromJson(curriculum), fromStep, steps)
            .ToArray();
        var bins = planned.Select(step => step.Weights.Length).DefaultIfEmpty().Max();
        var tokens = new long[planned.Length * bins];
        var dryAt = new long?[bins];
        var fresh = planned.Select(step => step.Rows.Where(row => row.FromToken == 0).ToArray()).ToArray();
        for (var i = 0; i < planned.Length; i++)
        {
            foreach (var row in planned[i].Rows)
                tokens[i * bins + row.Bin] += row.Tokens;
            foreach (var row in fresh[i].Where(row => row.Pass > 0))
                dryAt[row.Bin] ??= planned[i].Step;
        }
        return Task.FromResult(
            new SessionPreview(
                State.Planned,
                bins,
                tokens,
                fresh.Sum(rows => rows.LongLength),
                fresh.Sum(rows => rows.LongCount(row => row.Pass > 0)),
                dryAt,
                State.Snapshot is { } snapshot ? $"{snapshot.Hash:x32}" : "",
                State.Snapshot is not null && planned.Length < Math.Min(steps, _settings.TotalSteps - State.Planned)
                    ? State.Planned + planned.Length
                    : null
            )
        );
    }

    public async Task<StepRecord> Recorded(long step)
    {
        if (step < 0 || step >= State.Planned)
            throw new ArgumentOutOfRangeException(
                nameof(step),
                step,
                $"step: {step} was not planned yet; step {State.Planned} is the next."
            );
        var planned = (await _tenure.RecordedAsync(step)).Step;
        return new StepRecord(
            planned.CurriculumVersion,
            $"{planned.SnapshotHash:x32}",
            [.. planned.Weights.Select(weight => weight / (double)BinWeights.Total)],
            Column(row => row.Shard),
            Column(row => row.Row),
            Column(row => row.FromToken),
            Column(row => row.Tokens),
            Column(row => row.Bin),
            Column(row => row.Pass)
        );

        int[] Column(Func<PlannedRow, int> field) => [.. planned.Rows.Select(field)];
    }

    public async Task<DocumentService[]> ServedIn(int shard, int row)
    {
        var served = new List<DocumentService>();
        foreach (var step in State.Served.Of(shard, row))
        {
            var planned = (await _tenure.RecordedAsync(step)).Step;
            served.AddRange(
                planned
                    .Rows.Where(taken => (taken.Shard, taken.Row) == (shard, row))
                    .Select(taken => new DocumentService(
                        step,
                        planned.CurriculumVersion,
                        taken.FromToken,
                        taken.Tokens,
                        taken.Bin,
                        taken.Pass
                    ))
            );
        }
        return [.. served];
    }

    public async Task Stop()
    {
        await GuardAsync(_tenure.StopAsync());
        await NotifyAsync(SessionChange.Ended, State.Reported);
    }

    public async Task<ServedCounts> Served(long fromStep, long toStep)
    {
        var end = toStep == 0 ? State.Planned : Math.Min(toStep, State.Planned);
        var tokens = new List<long>();
        var documents = new HashSet<(int Shard, int Row)>();
        for (var step = fromStep; step < end; step++)
        {
            foreach (var row in (await _tenure.RecordedAsync(step)).Step.Rows)
            {
                while (tokens.Count <= row.Bin)
                    tokens.Add(0);
                tokens[row.Bin] += row.Tokens;
                documents.Add((row.Shard, row.Row));
            }
        }
        return new ServedCounts(fromStep, end, [.. tokens], documents.Count);
    }

    // What is in the log decides, and only a new activation knows that.
    private async Task GuardAsync(Task work)
    {
        try
        {
            await work;
        }
        finally
        {
            if (_tenure.HasFailed)
                DeactivateOnIdle();
        }
    }

    private async Task<T> GuardAsync<T>(Task<T> work)
    {
        await GuardAsync((Task)work);
        return await work;
    }

    private Task NotifyAsync(SessionChange change, long step) =>
        this.TellAsync(Notices.Session(Id), new SessionChanged(change, step));
}
