using FluxEntropy.Engines;
using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Sessions;
using FluxEntropy.TrainingRuns;
using FluxEntropy.V1;
using Grpc.Core;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Server.Services;

/// <summary>Starts, stops and shows the trainer inside the server.</summary>
internal sealed class TrainingService(
    IClusterClient cluster,
    Catalog catalog,
    IEngineFactory engines,
    CheckpointFolders checkpoints
) : Training.TrainingBase
{
    public override async Task<TrainingStatus> Start(StartTrainingRequest request, ServerCallContext context)
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        var plan = TrainingPlans.Read(request, engines.Trainable);
        var trainer = cluster.Trainer(settings.Id);
        if (await trainer.PlanProblem(plan) is { } problem)
            throw new RpcException(new Status(StatusCode.InvalidArgument, problem));
        if (request.Replan && (await trainer.Status()).State is TrainerState.Running or TrainerState.Waiting)
            throw Invalid.Precondition($"replan: session {settings.Name} is being trained; stop it first.");
        if (request.KeepExternalRun)
            await RequireNoExternalRunAsync(settings);
        if (request.Curriculum is not null)
            await ResumeUnderAsync(settings, SessionMessages.ToCurriculum("curriculum", request.Curriculum));
        return await DescribeAsync(settings, await trainer.Start(plan, request.Replan));
    }

    private async Task ResumeUnderAsync(SessionSettings settings, Curricula.Curriculum curriculum)
    {
        var status = await cluster.Trainer(settings.Id).Status();
        if (status.State is TrainerState.Running or TrainerState.Waiting)
            throw Invalid.Precondition(
                $"curriculum: session {settings.Name} is being trained; stop it first, or replace its curriculum while it runs."
            );
        if (status.CheckpointStep is var step && (step ?? 0) < settings.TotalSteps)
            await cluster.Session(settings.Id).OpenUnder(step ?? 0, curriculum);
    }

    private async Task RequireNoExternalRunAsync(SessionSettings settings)
    {
        var session = await cluster.Session(settings.Id).Status();
        if (session.Run.Length > 0 && !session.Ended)
            throw Invalid.Precondition(
                $"session: external run '{session.Run}' is training {settings.Name}: it reported {session.ReportedSteps} of "
                    + $"{settings.TotalSteps} steps and has not ended. The trainer inside the server would supersede it."
            );
    }

    public override async Task<TrainingStatus> Status(GetSessionRequest request, ServerCallContext context)
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        return await WithCheckpointAsync(settings, await StatusAsync(settings));
    }

    public override async Task Watch(
        GetSessionRequest request,
        IServerStreamWriter<TrainingStatus> response,
        ServerCallContext context
    )
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        await Watching.RelayAsync(
            cluster,
            settings.Id,
            change => change.Change is SessionChange.Trained or SessionChange.Ended,
            async () =>
            {
                var status = await StatusAsync(settings);
                var isEnd = status.State is State.Finished or State.Failed or State.Stopped;
                if (isEnd)
                    await WithCheckpointAsync(settings, status);
                await response.WriteAsync(status, context.CancellationToken);
                return isEnd;
            },
            context.CancellationToken
        );
    }

    public override async Task<TrainingStatus> Stop(GetSessionRequest request, ServerCallContext context)
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        var stopped = await DescribeAsync(settings, await cluster.Trainer(settings.Id).Stop());
        return await WithCheckpointAsync(settings, stopped);
    }

    private async Task<TrainingStatus> WithCheckpointAsync(SessionSettings settings, TrainingStatus status)
    {
        status.CheckpointFolder = await checkpoints.FindAsync(settings.Id);
        return status;
    }

    private async Task<TrainingStatus> StatusAsync(SessionSettings settings) =>
        await DescribeAsync(settings, await cluster.Trainer(settings.Id).Status());

    // What the session knows of the run beside its trainer.
    private async Task<TrainingStatus> DescribeAsync(SessionSettings settings, TrainerStatus status)
    {
        var message = TrainingMessages.Of(settings, status);
        var session = cluster.Session(settings.Id);
        if ((await session.Status()).SmoothedLoss is { } smoothed)
            message.SmoothedLoss = smoothed;
        // A run that waits may also have been interrupted.
        if (status.State == TrainerState.Waiting && await session.Outlook() is { Missing: > 0 } outlook)
            message.Waiting = SessionMessages.ToMessage(outlook);
        return message;
    }
}
