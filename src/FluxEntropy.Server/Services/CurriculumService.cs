using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Sessions;
using FluxEntropy.V1;
using Grpc.Core;
using Curriculum = FluxEntropy.V1.Curriculum;

namespace FluxEntropy.Server.Services;

/// <summary>Reads and retunes the curriculum of a session while it runs.</summary>
internal sealed class CurriculumService(IClusterClient cluster, Catalog catalog) : Curriculum.CurriculumBase
{
    public override async Task<CurriculumState> Get(GetCurriculumRequest request, ServerCallContext context) =>
        await StateAsync(await catalog.RequireSessionAsync("session", request.Session));

    public override async Task<UpdateCurriculumResponse> Update(
        UpdateCurriculumRequest request,
        ServerCallContext context
    )
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        if (!request.HasExpectedVersion)
            throw Invalid.Argument("expected_version", "is required: the version that Curriculum.Get shows.");
        if (request.HasFromStep)
            Invalid.Range("from_step", request.FromStep, 0ul, (ulong)settings.TotalSteps - 1);
        var curriculum = SessionMessages.ToCurriculum("curriculum", request.Curriculum);
        return await UpdateAsync(
            settings,
            request.ExpectedVersion,
            request.HasFromStep ? request.FromStep : null,
            curriculum,
            request.Author,
            request.Reason,
            request.IdempotencyKey
        );
    }

    public override async Task<V1.CurriculumHistory> History(GetCurriculumRequest request, ServerCallContext context)
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        var history = new V1.CurriculumHistory();
        var room = new ResponseRoom();
        var after = (long)Math.Min(request.AfterVersion, long.MaxValue);
        await foreach (var past in cluster.Session(settings.Id).VersionsAfterAsync(after, context.CancellationToken))
        {
            var version = CurriculumVersions.ToMessage(past);
            if (!room.Takes(version))
            {
                history.More = true;
                break;
            }
            history.Versions.Add(version);
        }
        return history;
    }

    public override async Task<UpdateCurriculumResponse> Rollback(
        RollbackCurriculumRequest request,
        ServerCallContext context
    )
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        if (!request.HasExpectedVersion)
            throw Invalid.Argument("expected_version", "is required: the version that Curriculum.Get shows.");
        if (request.HasFromStep)
            Invalid.Range("from_step", request.FromStep, 0ul, (ulong)settings.TotalSteps - 1);
        var session = cluster.Session(settings.Id);
        var newest = (await session.Status()).Curriculum.Version;
        var version = (long)Invalid.Range("to_version", request.ToVersion, 1ul, (ulong)newest);
        var (restored, _) = (await session.HistoryAfter(version - 1))[0];
        return await UpdateAsync(
            settings,
            request.ExpectedVersion,
            request.HasFromStep ? request.FromStep : null,
            restored.Curriculum,
            request.Author,
            request.Reason.Length > 0 ? request.Reason : $"rollback to version {version}",
            request.IdempotencyKey
        );
    }

    public override async Task<PreviewCurriculumResponse> Preview(
        PreviewCurriculumRequest request,
        ServerCallContext context
    )
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        var (curriculum, steps) = CurriculumPreviews.Read(request, settings);
        var parts = cluster
            .Session(settings.Id)
            .PreviewParts(curriculum, (long)request.FromStep, steps, context.CancellationToken);
        return await CurriculumPreviews.PageAsync(
            parts.WithCancellation(context.CancellationToken),
            settings,
            request.Skip,
            (await cluster.Session(settings.Id).Outlook(curriculum)).Notes
        );
    }

    public override async Task PreviewAll(
        PreviewCurriculumRequest request,
        IServerStreamWriter<PreviewCurriculumResponse> responses,
        ServerCallContext context
    )
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        var (curriculum, steps) = CurriculumPreviews.Read(request, settings);
        Invalid.Range("skip", request.Skip, 0u, 0u);
        var parts = cluster
            .Session(settings.Id)
            .PreviewParts(curriculum, (long)request.FromStep, steps, context.CancellationToken);
        IEnumerable<string> notes = (await cluster.Session(settings.Id).Outlook(curriculum)).Notes;
        await foreach (var part in parts.WithCancellation(context.CancellationToken))
        {
            await responses.WriteAsync(CurriculumPreviews.ToMessage(part, settings, notes), context.CancellationToken);
            notes = []; // once
        }
    }

    private async Task<UpdateCurriculumResponse> UpdateAsync(
        SessionSettings settings,
        ulong expectedVersion,
        ulong? fromStep,
        Curricula.Curriculum curriculum,
        string author,
        string reason,
        string key
    )
    {
        if (key.Length > 128)
            throw Invalid.Argument("idempotency_key", $"it has {key.Length} characters; at most 128 are kept.");
        var answer = await cluster
            .Session(settings.Id)
            .Update(
                new CurriculumUpdate(
                    (long)Math.Min(expectedVersion, long.MaxValue),
                    (long?)fromStep,
                    curriculum,
                    author,
                    reason,
                    key
                )
            );
        if (answer.Refusal is not null)
            throw Invalid.Precondition(answer.Refusal);
        return new UpdateCurriculumResponse
        {
            Version = (ulong)answer.Version,
            RequestedStep = (ulong)answer.Requested,
            EffectiveStep = (ulong)answer.Effective,
            ReplacedVersions = { (answer.Replaces ?? []).Select(version => (ulong)version) },
        };
    }

    public override async Task Watch(
        GetCurriculumRequest request,
        IServerStreamWriter<CurriculumState> response,
        ServerCallContext context
    )
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        var session = cluster.Session(settings.Id);
        var seen = request.HasAfterVersion
            ? (long)Math.Min(request.AfterVersion, long.MaxValue)
            : (await session.Status()).Curriculum.Version - 1;
        await Watching.RelayAsync(
            cluster,
            settings.Id,
            change => change.Change is SessionChange.Curriculum,
            async () =>
            {
                var status = await session.Status();
                if (status.Curriculum.Version > seen)
                {
                    // Those in between, and the newest as it stands.
                    var between = session.VersionsAfterAsync(seen, context.CancellationToken);
                    await foreach (var (entry, _) in between.WithCancellation(context.CancellationToken))
                    {
                        if (entry.Version >= status.Curriculum.Version)
                            break;
                        await WriteAsync(status with { Curriculum = entry, Weights = [] });
                    }
                    await WriteAsync(status);
                    seen = status.Curriculum.Version;
                }
                return status.Ended;
            },
            context.CancellationToken
        );

        Task WriteAsync(SessionStatus status) =>
            response.WriteAsync(SessionMessages.ToMessage(status, settings.TotalSteps), context.CancellationToken);
    }

    private async Task<CurriculumState> StateAsync(SessionSettings settings) =>
        SessionMessages.ToMessage(await cluster.Session(settings.Id).Status(), settings.TotalSteps);
}
