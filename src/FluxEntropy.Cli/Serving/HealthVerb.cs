using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using Grpc.Core;
using Grpc.Health.V1;
using Spectre.Console;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace FluxEntropy.Cli.Serving;

internal sealed class HealthVerb : Verb
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public HealthVerb()
        : base("health", "Ask a server, or one process of a cluster, whether it is serving")
    {
        Take(SharedOptions.Server);
        Examples = [new("health", "exit code 0 if it is: for a container's health check, or a script that waits")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var server = SharedOptions.ServerOf(arguments);
        using var client = new FluxClient(server);
        try
        {
            var answer = await client.Health.CheckAsync(
                new HealthCheckRequest(),
                deadline: TimeProvider.System.GetUtcNow().Add(Timeout).UtcDateTime,
                cancellationToken: cancellationToken
            );
            if (answer.Status != ServingStatus.Serving)
                throw new CommandFailedException(
                    $"{server.OriginalString} is not serving: it answered {answer.Status}"
                );
        }
        catch (RpcException late) when (late.StatusCode == StatusCode.DeadlineExceeded)
        {
            throw new CommandFailedException(
                $"{server.OriginalString} did not answer within {Timeout.TotalSeconds:0} s"
            );
        }

        terminal.Data.WriteLine("serving");
        return 0;
    }
}
