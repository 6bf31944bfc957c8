using FluxEntropy.Client;
using Grpc.Core;

namespace FluxEntropy.Benchmarks.Attacks;

/// <summary>Many clients at once, each with a connection of its own.</summary>
internal static class Attackers
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20); // an attacker's machine is not to be what saturates

    /// <param name="server">Whom to attack.</param>
    /// <param name="connections">Connections.</param>
    /// <param name="streams">Calls on each at the same time.</param>
    /// <param name="callAsync">One call, which is made again when it ends.</param>
    /// <param name="cancellationToken">Ends the attack.</param>
    public static async Task RunAsync(
        Uri server,
        int connections,
        int streams,
        Func<FluxClient, CancellationToken, Task> callAsync,
        CancellationToken cancellationToken
    )
    {
        var clients = Enumerable.Range(0, connections).Select(_ => new FluxClient(server)).ToList();
        try
        {
            await Task.WhenAll(
                clients.SelectMany(client =>
                    Enumerable
                        .Range(0, streams)
                        .Select(_ => RepeatAsync(() => callAsync(client, cancellationToken), cancellationToken))
                )
            );
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    /// <summary>Repeats a call until it is cancelled, whatever the server says.</summary>
    public static async Task RepeatAsync(Func<Task> callAsync, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await callAsync();
            }
            catch (Exception refused)
                when (refused
                        is RpcException
                            or HttpRequestException
                            or IOException
                            or OperationCanceledException
                            or InvalidOperationException
                )
            {
                // Another try.
            }
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
