using System.Runtime.CompilerServices;
using FluxEntropy.Curricula;
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
    SessionWork work,
    TimeProvider time
) : Grain, ISessionGrain
{
    private const int PageSteps = 256;
    private const int PageVersions = 64;
    private const int PageCharacters = 1 << 20; // it ends at the version that reaches so many

    private SessionSettings _settings = null!;
    private ActiveSession _tenure = null!;
    private SessionSnapshots _snapshots = null!;

    private string Id => this.GetPrimaryKeyString();

    private SessionState State => _tenure.State;

    private SessionRecords Records => _tenure.Records;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _settings = await catalog.SessionAsync(Id) ?? throw new DeletedException($"session {Id}");
        var corpus = await catalog.CorpusAsync(_settings.CorpusId)
            ?? throw new DeletedException($"corpus {_settings.CorpusId} of session {_settings.Name}");
        _snapshots = new SessionSnapshots(_settings, corpus, GrainFactory, files, work, time);
        _tenure = await ActiveSession.OpenAsync(
            files,
            _settings,
            new GrainFence(fences, this.GetGrainId(), time),
            _snapshots,
            new SessionTokens(_settings, GrainFactory, tokenFiles).ReadAsync,
            TimeProvider.System, // people read the dates of curricula
            cancellationToken
        );
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _snapshots?.Dispose();
        if (_tenure is not null)
            await _tenure.DisposeAsync();
    }

    public Task Create(Curriculum curriculum) => GuardAsync(_tenure.CreateAsync(curriculum));

    public Task<SessionStatus> Status()
    {
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
                State.Curricula.Newest,
                weights,
                State.Snapshot?.Hash,
                _snapshots.Current?.Count ?? 0,
                State.Loss.First,
                State.Loss.Last,
                State.Branch == 0 ? "" : State.Run,
                State.SmoothedLoss
            )
        );
    }

    public async Task<SessionOutlook> Outlook(Curriculum? curriculum)
    {
        using var ordering = await _snapshots.PeekAsync();
        string[] notes = ordering is null
            ?
            [
                $"There is no first step yet: it takes {_settings.StepTokens} tokens, and {_snapshots.RankedTokens} are in documents that "
                    + "are ranked.",
            ]
            : [.. BinNotes.Of(curriculum ?? State.Curricula.Newest.Curriculum, ordering)];
        return new SessionOutlook(_snapshots.RankedTokens, _settings.StepTokens, notes);
    }

    public Task<int> Open(long step, bool replan) => GuardAsync(_tenure.OpenBranchAsync(step, replan));

    public async Task<int> OpenUnder(long step, Curriculum curriculum)
    {
        var branch = await GuardAsync(_tenure.OpenBranchAsync(step, replan: true, curriculum));
        await NotifyAsync(SessionChange.Curriculum, step);
        return branch;
    }

    public Task<JoinAnswer> Join(string run, int consumers, long step, bool replan) =>
        GuardAsync(_tenure.JoinAsync(run, consumers, step, replan));

    public async Task<JoinAnswer> JoinRun(RunToJoin run)
    {
        var version = State.Curricula.Newest.Version;
        var answer = await GuardAsync(_tenure.JoinAsync(run));
        if (State.Curricula.Newest.Version > version)
            await NotifyAsync(SessionChange.Curriculum, run.Step);
        return answer;
    }

    public Task<bool> IsReplanned(int branch, long step) =>
        Task.FromResult(State.ReplannedSince(branch, step) is not null);

    public async Task<StepAnswer> Step(int branch, long step)
    {
        using var span = step == State.Planned ? FluxInstruments.Source.StartActivity("plan step") : null;
        var recorded = State.Planned;
        var answer = await GuardAsync(_tenure.StepAsync(branch, step));
        FluxInstruments.StepsPlanned.Add(State.Planned - recorded);
        if (answer is StepAnswer.HandedOut)
            await NotifyAsync(SessionChange.Served, step);
        return answer;
    }

    public Task<ReportAnswer> Report(int branch, StepReport report, int consumer) =>
        GuardAsync(_tenure.ReportAsync(branch, report, consumer));

    public async Task<RetuneDecision> Update(CurriculumUpdate update)
    {
        var decision = await GuardAsync(_tenure.UpdateAsync(update));
        FluxInstruments.CurriculumUpdates.Add(
            1,
            new KeyValuePair<string, object?>("outcome", decision.Refusal is null ? "accepted" : "refused")
        );
        if (decision.Refusal is null)
            await NotifyAsync(SessionChange.Curriculum, decision.Effective);
        return decision;
    }

    public Task<CurriculumEntry[]> History() => Task.FromResult<CurriculumEntry[]>([.. State.Curricula.Entries]);

    public Task<PastCurriculum[]> HistoryAfter(long version)
    {
        var (page, characters) = (new List<PastCurriculum>(), 0L);
        foreach (var entry in State.Curricula.Entries.Skip((int)Math.Min(version, int.MaxValue)).Take(PageVersions))
        {
            if (characters >= PageCharacters)
                break;
            characters += entry.Reason.Length + entry.Curriculum.ToJson().Length;
            page.Add(new PastCurriculum(entry, State.Curricula.ReplacementOf(entry)));
        }
        return Task.FromResult(page.ToArray());
    }

    public async Task<SessionPreview> Preview(Curriculum? curriculum, long fromStep, int steps)
    {
        var parts = await PreviewParts(curriculum, fromStep, steps).ToListAsync();
        return parts[^1] with { FromStep = parts[0].FromStep, Tokens = [.. parts.SelectMany(part => part.Tokens)] };
    }

    public async IAsyncEnumerable<SessionPreview> PreviewParts(
        Curriculum? curriculum,
        long fromStep,
        int steps,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        // A session from before rests competed has no preview before its first step, as it had none.
        using var ordering =
            _settings.Packing == RowPacking.Carried
                ? _snapshots.Current?.Share()
                : await _snapshots.PeekAsync(cancellationToken);
        var planner = Records.Preview(curriculum, fromStep, steps, ordering);
        while (
            await work.AnswerAsync(() => Task.FromResult(planner.NextPart(cancellationToken)), cancellationToken)
                is { } part
        )
            yield return part;
    }

    public async Task<PlannedStep?> Recorded(long step) => (await Records.StepAsync(step))?.Step;

    public async Task<ServedRow[]> ServedIn(int shard, int row) =>
        [.. await ServedPages(shard, row, 0).SelectMany(page => page).ToListAsync()];

    public async IAsyncEnumerable<ServedRow[]> ServedPages(
        int shard,
        int row,
        long fromStep,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var documents = Records.Documents();
        var steps = await work.AnswerAsync(() => Task.FromResult(documents.Of(shard, row)), cancellationToken);
        foreach (var page in steps.SkipWhile(step => step < fromStep).Chunk(PageSteps))
        {
            var records = Records.Steps(page);
            yield return await work.AnswerAsync(
                () => records.RowsOfAsync(shard, row, cancellationToken),
                cancellationToken
            );
        }
    }

    public async Task Stop()
    {
        await GuardAsync(_tenure.StopAsync());
        await NotifyAsync(SessionChange.Ended, State.Reported);
    }

    public Task<ServedCounts> Served(long fromStep, long toStep) => ServedWithin(fromStep, toStep);

    public async Task<ServedCounts> ServedWithin(
        long fromStep,
        long toStep,
        CancellationToken cancellationToken = default
    )
    {
        var (counts, documents) = Records.Count(fromStep, toStep);
        if (documents is null)
            return counts;
        var count = await work.AnswerAsync(
            () => Task.FromResult(documents.Documents(counts.FromStep, counts.ToStep, cancellationToken)),
            cancellationToken
        );
        return counts with { Documents = count };
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
