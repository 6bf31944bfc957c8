using System.Globalization;
using FluxEntropy.Client;

namespace FluxEntropy.Benchmarks.Attacks;

/// <summary>Streams that append documents of 16 MiB, two a stream.</summary>
internal sealed class LargeDocuments : IAttack
{
    private const int Streams = 24;
    private const int Messages = 2;
    private const int Bytes = (16 << 20) - 64;

    private static readonly string Text = string.Concat(
        Enumerable.Repeat("energy of the river which carries it ", Bytes / 37)
    );
    private int _documents;

    public string Name => $"{Streams} streams of documents of 16 MiB";

    public Task RunAsync(Uri server, CancellationToken cancellationToken) =>
        Attackers.RunAsync(server, Streams, streams: 1, AppendAsync, cancellationToken);

    private async Task AppendAsync(FluxClient client, CancellationToken cancellationToken)
    {
        using var call = client.Ingest.Append(cancellationToken: cancellationToken);
        for (var batch = 1; batch <= Messages; batch++)
        {
            var id = $"large/{Interlocked.Increment(ref _documents).ToString(CultureInfo.InvariantCulture)}";
            await call.RequestStream.WriteAsync(
                new()
                {
                    Corpus = AttackBench.AttackedCorpus,
                    Batch = (ulong)batch,
                    Documents =
                    {
                        new V1.Document { Id = id, Text = Text },
                    },
                },
                cancellationToken
            );
        }
        await call.RequestStream.CompleteAsync();
        while (await call.ResponseStream.MoveNext(cancellationToken))
            continue;
    }
}
