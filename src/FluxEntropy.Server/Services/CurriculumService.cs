using FluxEntropy.Grains;
using FluxEntropy.Grains.Sessions;
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

    public override async Task<UpdateCurriculumResponse> Update(UpdateCurriculumRequest request, ServerCallContext context)
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        if (!request.HasExpectedVersion)
            throw Invalid.Argument("expected_version", "is required: the version that Curriculum.Get shows.");
        if (request.HasFromStep)
            Invalid.Range("from_step", request.FromStep, 0ul, (ulong)settings.TotalSteps - 1);
        var curriculum = SessionMessages.ToCurriculum("curriculum", request.Curriculum);
        var answer = await cluster.GetGrain<ISessionGrain>(settings.Id).Update(new CurriculumUpdate(
            (long)Math.Min(request.ExpectedVersion, long.MaxValue),
            request.HasFromStep ? (long)request.FromStep : null,
            curriculum.ToJson(),
            request.Author,
            request.Reason));
        if (answer.Refusal is not null)
            throw Invalid.Precondition(answer.Refusal);
        return new UpdateCurriculumResponse
        {
            Version = (ulong)answer.Version,
            RequestedStep = (ulong)answer.RequestedStep,
            EffectiveStep = (ulong)answer.EffectiveStep,
        };
    }

    public override async Task Watch(GetCurriculumRequest request, IServerStreamWriter<CurriculumState> response, ServerCallContext context)
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        await Watching.RelayAsync(cluster, settings.Id, change => change.Change is SessionChange.Curriculum, async () =>
        {
            await response.WriteAsync(await StateAsync(settings), context.CancellationToken);
            return (await cluster.GetGrain<ISessionGrain>(settings.Id).Status()).Ended;
        }, context.CancellationToken);
    }

    private async Task<CurriculumState> StateAsync(SessionSettings settings) =>
        SessionMessages.ToMessage(await cluster.GetGrain<ISessionGrain>(settings.Id).Status(), settings.TotalSteps);
}
