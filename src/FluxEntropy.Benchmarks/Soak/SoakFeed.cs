using System.Diagnostics;
using FluxEntropy.Client;
using FluxEntropy.Client.Samples;
using FluxEntropy.V1;

namespace FluxEntropy.Benchmarks.Soak;

/// <summary>Sends documents at a steady rate, and records what is acknowledged.</summary>
internal sealed class SoakFeed(
    FluxClient client,
    RetriedCalls calls,
    AcknowledgedFile acknowledged,
    int documentsPerSecond
)
{
    private const int TextsKnown = 4000;
    private const int BatchDocuments = 32;

    private long _accepted;

    public long Accepted => Interlocked.Read(ref _accepted);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var texts = SdkDocuments.Read(TextsKnown);
        var clock = Stopwatch.StartNew();
        for (var sent = 0; !cancellationToken.IsCancellationRequested; sent += BatchDocuments)
        {
            var request = new AppendRequest { Corpus = SoakLoad.Corpus, Batch = 1 };
            for (var i = sent; i < sent + BatchDocuments; i++)
                request.Documents.Add(
                    new Document
                    {
                        Id = $"{i / TextsKnown}/{texts[i % TextsKnown].Id}",
                        Text = texts[i % TextsKnown].Text,
                    }
                );
            var answer = await calls.UntilDoneAsync(
                deadline => AppendAsync(request, deadline, cancellationToken),
                cancellationToken
            );
            await acknowledged.AppendAsync(SoakLoad.Corpus, answer);
            Interlocked.Add(ref _accepted, BatchDocuments);
            var ahead = TimeSpan.FromSeconds((double)(sent + BatchDocuments) / documentsPerSecond) - clock.Elapsed;
            if (ahead > TimeSpan.Zero)
                await Task.Delay(ahead, cancellationToken);
        }
    }

    private async Task<AppendResponse> AppendAsync(
        AppendRequest request,
        DateTime deadline,
        CancellationToken cancellationToken
    )
    {
        using var call = client.Ingest.Append(deadline: deadline, cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(request, cancellationToken);
        await call.RequestStream.CompleteAsync();
        await call.ResponseStream.MoveNext(cancellationToken);
        return call.ResponseStream.Current;
    }
}
