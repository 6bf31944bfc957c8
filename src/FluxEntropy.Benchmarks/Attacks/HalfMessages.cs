using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;

namespace FluxEntropy.Benchmarks.Attacks;

/// <summary>Messages that say that they have 16 MiB, of which the beginning comes and then nothing.</summary>
internal sealed class HalfMessages : IAttack
{
    private const int Streams = 100;
    private const int Said = 16 << 20;
    private const int Sent = 1 << 16;

    public string Name => $"{Streams} messages of 16 MiB that never end";

    public async Task RunAsync(Uri server, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { EnableMultipleHttp2Connections = true })
        {
            BaseAddress = server,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        await Task.WhenAll(
            Enumerable
                .Range(0, Streams)
                .Select(_ => Attackers.RepeatAsync(() => SendAsync(client, cancellationToken), cancellationToken))
        );
    }

    private static async Task SendAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/fluxentropy.v1.Ingest/Append")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new HalfContent(),
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
    }

    private sealed class HalfContent : HttpContent
    {
        public HalfContent() => Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream,
            TransportContext? context,
            CancellationToken cancellationToken
        )
        {
            var bytes = new byte[Sent];
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), Said); // after a byte that says that it is not compressed
            await stream.WriteAsync(bytes, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
