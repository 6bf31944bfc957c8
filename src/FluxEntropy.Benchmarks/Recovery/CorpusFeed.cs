using FluxEntropy.Client;
using FluxEntropy.Client.Samples;
using FluxEntropy.Sources;
using FluxEntropy.V1;

namespace FluxEntropy.Benchmarks.Recovery;

/// <summary>Feeds a corpus so that devices always have enough to score.</summary>
internal static class CorpusFeed
{
    public static async Task RunAsync(FluxClient client, string corpus, CancellationToken cancellationToken)
    {
        const ulong Enough = 20_000;
        var texts = SdkDocuments.Read(4000);
        for (var lap = 0; ; lap++)
        {
            var state = await client.Corpora.GetAsync(
                new GetCorpusRequest { Name = corpus },
                cancellationToken: cancellationToken
            );
            if (state.Pending >= Enough)
                await Task.Delay(1000, cancellationToken);
            else
                await new Ingestion(client, corpus).SendAsync(Lap(texts, lap).ToAsyncEnumerable(), cancellationToken);
        }
    }

    private static IEnumerable<SourceItem> Lap(IReadOnlyList<SourceDocument> texts, int lap) =>
        texts.Select(text => text with { Id = $"{lap}/{text.Id}" });
}
