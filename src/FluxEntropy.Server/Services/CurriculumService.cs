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
        foreach (var version in CurriculumVersions.Of(await cluster.Session(settings.Id).History()))
        {
            if (version.Version <= request.AfterVersion)
                continue;
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
        var history = await cluster.Session(settings.Id).History();
        var version = Invalid.Range("to_version", request.ToVersion, 1ul, (ulong)history.Length);
        return await UpdateAsync(
            settings,
            request.ExpectedVersion,
            request.HasFromStep ? request.FromStep : null,
            history[(int)version - 1].Curriculum,
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
        var curriculum = request.Curriculum is null
            ? null
            : SessionMessages.ToCurriculum("curriculum", request.Curriculum);
        if (request.HasFromStep)
            Invalid.Range("from_step", request.FromStep, 0ul, (ulong)settings.TotalSteps - 1);
        var steps = request.Steps == 0 ? 100 : (int)Invalid.Range("steps", request.Steps, 1u, 10_000u);
        Invalid.Range("skip", request.Skip, 0u, (uint)steps);
        var preview = await cluster.Session(settings.Id).Preview(curriculum, (long)request.FromStep, steps);
        var response = new PreviewCurriculumResponse
        {
            FromStep = (ulong)preview.FromStep + request.Skip,
            Documents = (ulong)preview.Documents,
            RepeatedDocuments = (ulong)preview.Repeated,
            Snapshot = SessionMessages.Hex(preview.Snapshot),
            Notes = { (await cluster.Session(settings.Id).Outlook(curriculum)).Notes },
        };
        if (preview.StopsAt is { } stop)
            response.StopsAt = (ulong)stop;
        var room = new ResponseRoom();
        foreach (var tokens in preview.Tokens.Chunk(Math.Max(1, preview.Bins)).Skip((int)request.Skip))
        {
            var step = new PreviewedStep { Shares = { tokens.Select(count => count / (double)settings.StepTokens) } };
            if (response.MoreSteps == 0 && room.Takes(step))
                response.Steps.Add(step);
            else
                response.MoreSteps++;
        }
        for (var bin = 0; bin < preview.Bins; bin++)
        {
            if (preview.DryAt[bin] is { } step)
                response.DryBins.Add(new DryBin { Bin = (uint)bin, Step = (ulong)step });
        }
        return response;
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
                    foreach (var entry in (await session.History()).Where(IsBetween))
                        await WriteAsync(status with { Curriculum = entry, Weights = [] });
                    await WriteAsync(status);
                    seen = status.Curriculum.Version;
                }
                return status.Ended;

                bool IsBetween(Curricula.CurriculumEntry entry) =>
                    entry.Version > seen && entry.Version < status.Curriculum.Version;
            },
            context.CancellationToken
        );

        Task WriteAsync(SessionStatus status) =>
            response.WriteAsync(SessionMessages.ToMessage(status, settings.TotalSteps), context.CancellationToken);
    }

    private async Task<CurriculumState> StateAsync(SessionSettings settings) =>
        SessionMessages.ToMessage(await cluster.Session(settings.Id).Status(), settings.TotalSteps);
}
