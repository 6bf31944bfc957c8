using FluxEntropy.Client;
using Grpc.Core;

namespace FluxEntropy.Benchmarks.Attacks;

/// <summary>Requests of a few kilobytes that are 16 MiB once they are unpacked, and are refused then.</summary>
internal sealed class CompressedMessages : IAttack
{
    private const int Connections = 4;
    private const int Streams = 16;

    private static readonly string Name16 = new('a', 16 << 20);

    public string Name => $"{Connections * Streams} clients that send compressed requests of 16 MiB";

    public Task RunAsync(Uri server, CancellationToken cancellationToken) =>
        Attackers.RunAsync(server, Connections, Streams, CallAsync, cancellationToken);

    private static async Task CallAsync(FluxClient client, CancellationToken cancellationToken) =>
        await client.Corpora.GetAsync(
            new() { Name = Name16 },
            new Metadata { { "grpc-internal-encoding-request", "gzip" } },
            cancellationToken: cancellationToken
        );
}
