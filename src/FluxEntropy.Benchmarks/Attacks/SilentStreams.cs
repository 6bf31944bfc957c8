using FluxEntropy.Client;

namespace FluxEntropy.Benchmarks.Attacks;

/// <summary>Ingest streams that are opened and send nothing.</summary>
internal sealed class SilentStreams : IAttack
{
    private const int Connections = 20;
    private const int Streams = 100;

    public string Name => $"{Connections} connections of {Streams} ingest streams that send nothing";

    public Task RunAsync(Uri server, CancellationToken cancellationToken) =>
        Attackers.RunAsync(server, Connections, Streams, OpenAsync, cancellationToken);

    private static async Task OpenAsync(FluxClient client, CancellationToken cancellationToken)
    {
        using var call = client.Ingest.Append(cancellationToken: cancellationToken);
        await call.ResponseStream.MoveNext(cancellationToken);
    }
}
