using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Sessions;
using FluxEntropy.V1;
using Grpc.Core;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Server.Services;

/// <summary>Starts, stops and shows the trainer inside the server.</summary>
internal sealed class TrainingService(IClusterClient cluster, Catalog catalog) : Training.TrainingBase
{
    public override async Task<TrainingStatus> Start(StartTrainingRequest request, ServerCallContext context)
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        var plan = Plan(request);
        var trainer = cluster.Trainer(settings.Id);
        if (request.Replan && (await trainer.Status()).State is TrainerState.Running or TrainerState.Waiting)
            throw Invalid.Precondition($"replan: session {settings.Name} is being trained; stop it first.");
        return ToMessage(settings, await trainer.Start(plan, request.Replan));
    }

    public override async Task<TrainingStatus> Status(GetSessionRequest request, ServerCallContext context) =>
        await StatusAsync(await catalog.RequireSessionAsync("session", request.Session));

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
                await response.WriteAsync(status, context.CancellationToken);
                return status.State is State.Finished or State.Failed or State.Stopped;
            },
            context.CancellationToken
        );
    }

    public override async Task<TrainingStatus> Stop(GetSessionRequest request, ServerCallContext context)
    {
        var settings = await catalog.RequireSessionAsync("session", request.Session);
        return ToMessage(settings, await cluster.Trainer(settings.Id).Stop());
    }

    private async Task<TrainingStatus> StatusAsync(SessionSettings settings) =>
        ToMessage(settings, await cluster.Trainer(settings.Id).Status());

    private static TrainingPlan Plan(StartTrainingRequest request)
    {
        var model = request.Model ?? new TrainedModel();
        var architecture = model.Architecture.Length == 0 ? "llama" : model.Architecture;
        if (architecture is not ("llama" or "gpt2"))
            throw Invalid.Argument(
                "model.architecture",
                $"'{Invalid.Shorten(architecture)}' is unknown; llama and gpt2 are known."
            );
        var heads = (int)Default("model.heads", model.Heads, 4, 256);
        var hidden = (int)Default("model.hidden", model.Hidden, 64, 8192);
        if (hidden % (2 * heads) != 0)
            throw Invalid.Argument(
                "model.hidden",
                $"{hidden} is not a multiple of twice model.heads, {heads}: each head needs an even width."
            );
        var checkpointSteps = (int)Default("checkpoint_steps", request.CheckpointSteps, 50, 1 << 30);
        return new TrainingPlan(
            architecture,
            (int)Default("model.layers", model.Layers, 2, 256),
            heads,
            hidden,
            request.LearningRate == 0 ? 1e-3 : Invalid.Range("learning_rate", request.LearningRate, double.Epsilon, 1),
            (int)Default("warmup_steps", request.WarmupSteps, 20, 1 << 30),
            checkpointSteps,
            (int)Default("threads", request.Threads, 1, 1024),
            Invalid.Range("decay", (int)request.Decay, 0, (int)LearningRateDecay.Cosine)
                == (int)LearningRateDecay.Cosine,
            (int)Default("accumulation", request.Accumulation, 1, 4096),
            (int)Default("validation_steps", request.ValidationSteps, (uint)checkpointSteps, 1 << 30),
            (int)Default("validation_rows", request.ValidationRows, 64, 1 << 16)
        );
    }

    private static uint Default(string field, uint value, uint fallback, uint max) =>
        value == 0 ? fallback : Invalid.Range(field, value, 1u, max);

    private static TrainingStatus ToMessage(SessionSettings settings, TrainerStatus status)
    {
        var message = new TrainingStatus
        {
            Session = settings.Name,
            State = status.State switch
            {
                TrainerState.Idle => State.Idle,
                TrainerState.Waiting => State.Waiting,
                TrainerState.Running => State.Running,
                TrainerState.Stopped => State.Stopped,
                TrainerState.Finished => State.Finished,
                _ => State.Failed,
            },
            Step = (ulong)status.Step,
            TotalSteps = (ulong)settings.TotalSteps,
            TokensPerSecond = status.TokensPerSecond,
            Error = status.Error ?? "",
            CurriculumVersion = (ulong)status.CurriculumVersion,
        };
        if (status.FirstLoss is { } first)
            message.FirstLoss = first;
        if (status.LastLoss is { } last)
            message.LastLoss = last;
        if (status.CheckpointStep is { } checkpoint)
            message.CheckpointStep = (ulong)checkpoint;
        if (status is { ValidationLoss: { } validation, ValidationStep: { } step })
            (message.ValidationLoss, message.ValidationStep) = (validation, (ulong)step);
        message.BinLosses.Add(
            status.Bins.Select(
                (bin, i) =>
                    new V1.BinLoss
                    {
                        Bin = (uint)bin,
                        Loss = status.BinLosses[i],
                        Targets = (uint)status.BinTargets[i],
                    }
            )
        );
        return message;
    }
}
