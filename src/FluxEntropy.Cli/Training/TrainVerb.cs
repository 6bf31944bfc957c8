using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Curricula;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Cli.Training;

internal sealed class TrainVerb : Verb
{
    private readonly Argument<string> _session = new("session") { Description = "Name of the session" };
    private readonly TrainOptions _options = new();
    private readonly CurriculumOptions _curriculum = new("as it is", "as they are");
    private readonly Option<bool> _detach = new("--detach") { Description = "Start it and return" };
    private readonly Option<bool> _status = new("--status") { Description = "Show its progress; start nothing" };

    private readonly Option<bool> _stop = new("--stop")
    {
        Description = "Stop after the current step, with a checkpoint",
    };

    public TrainVerb()
        : base("train", "Train a model on a session, inside the server")
    {
        Take(_session);
        Take(_options.All);
        Take(_curriculum.All);
        Take(_detach, _status, _stop, SharedOptions.Json, SharedOptions.Server);
        Examples =
        [
            new(
                "train easy-first",
                "start it, or resume it from its last checkpoint, and follow it; Ctrl-C leaves it running"
            ),
            new(
                "train easy-first --schedule uniform",
                "resume it under another curriculum from its last checkpoint on"
            ),
            new("train easy-first --supersede", "take the session over from an external run that has not ended"),
            new("train easy-first --status", "its progress"),
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
                await client.Training.StatusAsync(session, null, null, cancellationToken)
            );
        if (arguments.GetValue(_stop))
            return Report(arguments, terminal, await client.Training.StopAsync(session, null, null, cancellationToken));

        var request = _options.Read(arguments, session.Session);
        var current = await client.Curriculum.GetAsync(
            new GetCurriculumRequest { Session = session.Session },
            cancellationToken: cancellationToken
        );
        if (_curriculum.Read(arguments, current.Curriculum) is var wanted && !wanted.Equals(current.Curriculum))
            request.Curriculum = wanted;
        TrainingStatus status;
        try
        {
            status = await client.Training.StartAsync(request, cancellationToken: cancellationToken);
        }
        catch (Grpc.Core.RpcException refused) when (IsExternal(refused))
        {
            throw new CommandFailedException(
                $"{refused.Status.Detail["session: ".Length..]} Say --supersede to take it over."
            );
        }
        if (!arguments.GetValue(_detach))
            status = await FollowAsync(client, session, terminal, cancellationToken) ?? status;
        var reported = Report(arguments, terminal, status);
        var goesOn = status.State is State.Running or State.Waiting;
        return goesOn && cancellationToken.IsCancellationRequested ? Failures.Stopped : reported;
    }

    private static bool IsExternal(Grpc.Core.RpcException refused) =>
        refused.StatusCode == Grpc.Core.StatusCode.FailedPrecondition
        && refused.Status.Detail.StartsWith("session: external run", StringComparison.Ordinal);

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
            await using var meter = new Meter(terminal, "Training", () => TrainingText.Progress(latest));
            var statuses = WatchedStream.ReadAsync(
                () => client.Training.Watch(session, cancellationToken: cancellationToken),
                why => terminal.Say($"The server was lost ({why.TrimEnd('.')}); waiting for it to come back."),
                cancellationToken
            );
            await foreach (var status in statuses)
                latest = status;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Say(
                $"It goes on in the server: 'flux train {session.Session} --status' shows its progress, --stop ends it."
            );
        }

        return latest;
    }

    private static int Report(ParseResult arguments, Terminal terminal, TrainingStatus status)
    {
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(TrainingText.Json(status));
        else
            terminal.Output.WriteLine(Printable.Line(TrainingText.Line(status)));
        if (CheckpointText.Of(status) is { } checkpoint)
            terminal.Say(checkpoint);
        if (status.State == State.Stopped && status.Error.Length > 0)
            terminal.Say($"It stopped: {status.Error}");
        if (status.State != State.Failed)
            return 0;
        Failures.Print(terminal, $"training {status.Session} failed at step {status.Step:N0}: {status.Error}");
        return 1;
    }
}
