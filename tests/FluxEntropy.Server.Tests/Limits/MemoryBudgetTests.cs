using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Server.Tests.Limits;

/// <summary>A real server with the smallest budget takes what is far larger, one after another.</summary>
public sealed class MemoryBudgetTests
{
    private const int Streams = 6;
    private const int Messages = 2;
    private const int Characters = 8 << 20;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Streams_of_large_documents_wait_for_each_other_and_all_of_them_are_taken()
    {
        using var folder = new TemporaryFolder();
        await using var server = await FluxServerProcess.StartAsync(
            folder["data"],
            devices: null,
            more: ["--memory-budget", "64"]
        );
        await new Corpora.CorporaClient(server.Channel).CreateAsync(
            new CreateCorpusRequest { Name = "corpus" },
            cancellationToken: Cancelled
        );

        var answers = await Task.WhenAll(Enumerable.Range(0, Streams).Select(stream => AppendAsync(server, stream)));

        Assert.All(answers.SelectMany(answer => answer), answer =>
            Assert.Equal(DocumentOutcome.Types.Status.Accepted, Assert.Single(answer.Outcomes).Status)
        );
        Assert.Equal(Streams * Messages, answers.Sum(answer => answer.Count));
        await server.StopAsync();
    }

    private static async Task<List<AppendResponse>> AppendAsync(FluxServerProcess server, int stream)
    {
        using var call = new V1.Ingest.IngestClient(server.Channel).Append(cancellationToken: Cancelled);
        var reading = call.ResponseStream.ReadAllAsync(Cancelled).ToListAsync(Cancelled);
        for (var batch = 1; batch <= Messages; batch++)
            await call.RequestStream.WriteAsync(
                new AppendRequest
                {
                    Corpus = "corpus",
                    Batch = (ulong)batch,
                    Documents =
                    {
                        new Document { Id = $"{stream}/{batch}", Text = new string((char)('a' + stream), Characters) },
                    },
                },
                Cancelled
            );
        await call.RequestStream.CompleteAsync();
        return await reading;
    }
}
