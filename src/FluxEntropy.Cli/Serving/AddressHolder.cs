using FluxEntropy.Client;
using FluxEntropy.Server.Hosting;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Cli.Serving;

/// <summary>Asks who has an address that a server was to have.</summary>
internal static class AddressHolder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Says which server it is and what it serves, or that it is another program.</summary>
    public static async Task<string> DescribeAsync(AddressTakenException taken, CancellationToken cancellationToken)
    {
        var address = Reachable(taken.Address);
        if (await AskAsync(address, cancellationToken) is not { } server)
            return taken.Message;
        var folder = server.DataFolder.Length > 0 ? $" that serves {server.DataFolder}" : "";
        var process = server.ProcessId > 0 ? $" (process {server.ProcessId})" : "";
        return $"{taken.Address.OriginalString} is taken by the flux server{folder}{process}. "
            + $"Use it with --server {address.OriginalString}, stop it, or choose another address with --listen "
            + "(port 0 takes a free one).";
    }

    private static async Task<ClusterStatus?> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new FluxClient(address);
        try
        {
            return await client.Cluster.StatusAsync(
                new ClusterStatusRequest(),
                deadline: TimeProvider.System.GetUtcNow().Add(Patience).UtcDateTime,
                cancellationToken: cancellationToken
            );
        }
        catch (RpcException) when (!cancellationToken.IsCancellationRequested)
        {
            return null; // it does not speak the protocol, or does not answer
        }
    }

    // A server that is to listen at every address is asked at one.
    private static Uri Reachable(Uri listen) =>
        listen.Host switch
        {
            "0.0.0.0" => new Uri($"http://127.0.0.1:{listen.Port}"),
            "[::]" => new Uri($"http://[::1]:{listen.Port}"),
            _ => listen,
        };
}
