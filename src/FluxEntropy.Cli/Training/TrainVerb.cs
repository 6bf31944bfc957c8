using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;
using Grpc.Core;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Cli.Training;

internal sealed class TrainVerb : Verb
{
    private readonly Argument<string> _session = new("session") { Description = "Name of the session" };
    private readonly Option<string> _architecture = new("--architecture")
    {
        Description = "Model to train",
        HelpName = "llama|gpt2",
        DefaultValueFactory = _ => "llama",
    };
    private readonly Option<uint> _layers = new("--layers")
    {
        Description = "Its transformer layers",
        HelpName = "N",
        DefaultValueFactory = _ => 2,
    };
    private readonly Option<uint> _heads = new("--heads")
    {
        Description = "Its attention heads",
        HelpName = "N",
        DefaultValueFactory = _ => 4,
    };
    private readonly Option<uint> _hidden = new("--hidden")
    {
        Description = "Width of its residual stream",
        HelpName = "N",
        DefaultValueFactory = _ => 64,
    };
    private readonly Option<double> _learningRate = new("--learning-rate")
    {
        Description = "Peak learning rate",
        HelpName = "RATE",
        DefaultValueFactory = _ => 1e-3,
    };
    private readonly Option<uint> _warmup = new("--warmup")
    {
        Description = "Steps of linear warm-up",
        HelpName = "STEPS",
        DefaultValueFactory = _ => 20,
    };
    private readonly Option<uint> _checkpoint = new("--checkpoint")
    {
        Description = "A checkpoint each so many steps",
        HelpName = "STEPS",
        DefaultValueFactory = _ => 50,
    };
    private readonly Option<uint> _threads = new("--threads")
    {
        Description = "CPU threads of the trainer",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<string> _decay = new("--decay")
    {
        Description = "Learning rate after its warm-up",
        HelpName = "constant|cosine",
        DefaultValueFactory = _ => "constant",
    };
    private readonly Option<uint> _accumulation = new("--accumulation")
    {
        Description = "Parts of a batch whose gradients are summed, so that less is in memory at a time",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<uint?> _validation = new("--validation")
    {
        Description = "Loss on documents held out each so many steps [as --checkpoint]",
        HelpName = "STEPS",
    };
    private readonly Option<bool> _replan = new("--replan")
    {
        Description = "Plan the steps after the checkpoint anew, in place of those that the log has",
    };
    private readonly Option<bool> _detach = new("--detach") { Description = "Start it and return" };
    private readonly Option<bool> _status = new("--status") { Description = "Show how it stands; start nothing" };
    private readonly Option<bool> _stop = new("--stop")
    {
        Description = "Stop after the step in work, with a checkpoint",
    };

    public TrainVerb()
        : base("train", "Train a model on a session, inside the server")
    {
        _architecture.AcceptOnlyFromAmong("llama", "gpt2");
        _decay.AcceptOnlyFromAmong("constant", "cosine");
        Take(
            _session,
            _architecture,
            _layers,
            _heads,
            _hidden,
            _learningRate,
            _warmup,
            _decay,
            _accumulation,
            _checkpoint,
            _validation,
            _threads,
            _replan,
            _detach,
            _status,
            _stop,
            SharedOptions.Json,
            SharedOptions.Server
        );
        Examples =
        [
            new(
                "train easy-first",
                "start it, or go on from its last checkpoint, and follow it; Ctrl-C leaves it running"
            ),
            new("train easy-first --status", "how it stands"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var session = new GetSessionRequest { Session = arguments.GetRequiredValue(_session) };
        if (arguments.GetValue(_status))
            return Report(
                arguments,
                terminal,
                await client.Training.StatusAsync(session, cancellationToken: cancellationToken)
            );
        if (arguments.GetValue(_stop))
            return Report(
                arguments,
                terminal,
                await client.Training.StopAsync(session, cancellationToken: cancellationToken)
            );

        var status = await client.Training.StartAsync(RequestOf(arguments), cancellationToken: cancellationToken);
        if (!arguments.GetValue(_detach))
            status = await FollowAsync(client, session, terminal, cancellationToken) ?? status;
        return Report(arguments, terminal, status);
    }

    private StartTrainingRequest RequestOf(ParseResult arguments) =>
        new()
        {
            Session = arguments.GetRequiredValue(_session),
            Model = new()
            {
                Architecture = arguments.GetRequiredValue(_architecture),
                Layers = arguments.GetValue(_layers),
                Heads = arguments.GetValue(_heads),
                Hidden = arguments.GetValue(_hidden),
            },
            LearningRate = arguments.GetValue(_learningRate),
            WarmupSteps = arguments.GetValue(_warmup),
            CheckpointSteps = arguments.GetValue(_checkpoint),
            Threads = arguments.GetValue(_threads),
            Decay = arguments.GetValue(_decay) == "cosine" ? LearningRateDecay.Cosine : LearningRateDecay.Constant,
            Accumulation = arguments.GetValue(_accumulation),
            ValidationSteps = arguments.GetValue(_validation) ?? 0,
            Replan = arguments.GetValue(_replan),
        };

    private static async Task<TrainingStatus?> FollowAsync(
        FluxClient client,
        GetSessionRequest session,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        TrainingStatus? latest = null;
        try
        {
            await using var meter = new Meter(terminal, "Training", () => ProgressOf(latest));
            using var watch = client.Training.Watch(session, cancellationToken: cancellationToken);
            await foreach (var status in watch.ResponseStream.ReadAllAsync(cancellationToken))
                latest = status;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Say(
                $"It goes on in the server: 'flux train {session.Session} --status' shows how it stands, --stop ends it."
            );
        }

        return latest;
    }

    private static Progress ProgressOf(TrainingStatus? status) =>
        status switch
        {
            null => default,
            { State: State.Waiting } => new(0, null, "waiting for enough scored documents"),
            { HasLastLoss: false } => new(status.Step, status.TotalSteps, "the first step is in work"),
            _ => new(
                status.Step,
                status.TotalSteps,
                $"step {status.Step:N0} of {status.TotalSteps:N0} · loss {status.LastLoss:0.000} nats · {Units.Rate(status.TokensPerSecond, "tokens")}"
            ),
        };

    private static int Report(ParseResult arguments, Terminal terminal, TrainingStatus status)
    {
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(Json(status));
        else
            terminal.Output.WriteLine(
                $"{status.Session}: {status.State.ToString().ToLowerInvariant()}, step {status.Step:N0} of {status.TotalSteps:N0}"
                    + (
                        status.HasFirstLoss
                            ? $", loss {status.FirstLoss:0.000} → {status.LastLoss:0.000} nats a token"
                            : ""
                    )
                    + (status.HasValidationLoss ? $", {status.ValidationLoss:0.000} on documents held out" : "")
                    + (status.State == State.Running ? $", {Units.Rate(status.TokensPerSecond, "tokens")}" : "")
                    + (status.HasCheckpointStep ? $", checkpoint at step {status.CheckpointStep:N0}" : "")
            );
        if (status.State == State.Stopped && status.Error.Length > 0)
            terminal.Say($"It stopped: {status.Error}");
        if (status.State != State.Failed)
            return 0;
        Failures.Print(terminal, $"training {status.Session} failed at step {status.Step:N0}: {status.Error}");
        return 1;
    }

    private static object Json(TrainingStatus status) =>
        new
        {
            status.Session,
            state = status.State.ToString().ToLowerInvariant(),
            status.Step,
            status.TotalSteps,
            firstLoss = status.HasFirstLoss ? status.FirstLoss : (double?)null,
            lastLoss = status.HasLastLoss ? status.LastLoss : (double?)null,
            validationLoss = status.HasValidationLoss ? status.ValidationLoss : (double?)null,
            validationStep = status.HasValidationStep ? status.ValidationStep : (ulong?)null,
            binLosses = status.BinLosses.Select(bin => new
            {
                bin.Bin,
                bin.Loss,
                bin.Targets,
            }),
            checkpointStep = status.HasCheckpointStep ? status.CheckpointStep : (ulong?)null,
            status.TokensPerSecond,
            status.CurriculumVersion,
            error = status.Error.Length > 0 ? status.Error : null,
        };
}
