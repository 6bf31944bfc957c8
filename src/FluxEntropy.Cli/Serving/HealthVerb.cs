using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Spectre.Console;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace FluxEntropy.Cli.Serving;

internal sealed class HealthVerb : Verb
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private const string AliveService = "alive";

    private readonly Option<bool> _alive = new("--alive")
    {
        Description = "Ask only whether the process runs, whatever keeps it from serving",
    };

    public HealthVerb()
        : base("health", "Ask a server, or one process of a cluster, whether it is serving")
    {
        Take(SharedOptions.Server, _alive);
        Examples =
        [
            new(
                "health",
                "exit code 0 if it is, otherwise 1 and the reason: for a container's health check, or a script"
            ),
            new("health --alive", "for what restarts a process: a full disk is no reason to"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var server = SharedOptions.ServerOf(arguments);
        var isAlive = arguments.GetValue(_alive);
        using var client = new FluxClient(server);
        try
        {
            var answer = await client.Health.CheckAsync(
                new HealthCheckRequest { Service = isAlive ? AliveService : "" },
                deadline: TimeProvider.System.GetUtcNow().Add(Timeout).UtcDateTime,
                cancellationToken: cancellationToken
            );
            if (answer.Status != ServingStatus.Serving)
                throw new CommandFailedException(
                    $"{server.OriginalString} is not serving: {await ReasonAsync(client, answer.Status, cancellationToken)}"
                );
        }
        catch (RpcException late) when (late.StatusCode == StatusCode.DeadlineExceeded)
        {
            throw new CommandFailedException(
                $"{server.OriginalString} did not answer within {Timeout.TotalSeconds:0} s"
            );
        }

        terminal.Data.WriteLine(isAlive ? "alive" : "serving");
        if (isAlive)
            return 0;
        foreach (var problem in await ProblemsAsync(client, cancellationToken))
            terminal.Warn($"{problem.Check}: {problem.Reason}");
        return 0;
    }

    private static async Task<string> ReasonAsync(
        FluxClient client,
        ServingStatus status,
        CancellationToken cancellationToken
    )
    {
        var problems = (await ProblemsAsync(client, cancellationToken)).Where(problem => !problem.Serving).ToList();
        return problems.Count > 0
            ? string.Join("; ", problems.Select(problem => $"{problem.Check}: {problem.Reason}"))
            : $"it answered {status}";
    }

    // The health protocol has a status and no room for a reason.
    private static async Task<IReadOnlyList<HealthProblem>> ProblemsAsync(
        FluxClient client,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var answer = await client.Cluster.StatusAsync(
                new ClusterStatusRequest { CheckHealth = true },
                deadline: TimeProvider.System.GetUtcNow().Add(Timeout).UtcDateTime,
                cancellationToken: cancellationToken
            );
            return answer.Problems;
        }
        catch (RpcException)
        {
            return []; // the reasons are only an addition: the status says enough
        }
    }
}
