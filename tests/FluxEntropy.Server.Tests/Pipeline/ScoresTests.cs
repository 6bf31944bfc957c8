using FluxEntropy.Server.Tests.Processes;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Server.Tests.Pipeline;

public class ScoresTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Metric = "entropy.mean";

    private V1.Scores.ScoresClient Client => new(server.Channel);

    [Fact]
    public async Task Documents_are_found_by_id_in_the_order_asked()
    {
        string[] ids = ["document-1-7", "nobody", "document-1-3"];
        var answer = await Client.GetAsync(
            new GetScoresRequest
            {
                Corpus = "corpus",
                Ids = { ids },
                IncludeText = true,
            }
        );
        Assert.Equal(ids, answer.Documents.Select(document => document.Id));
        Assert.Equal(
            [ScoredDocument.Types.State.Scored, ScoredDocument.Types.State.Unknown, ScoredDocument.Types.State.Scored],
            answer.Documents.Select(document => document.State)
        );
        Assert.Equal(RunningServer.Documents[7].Text, answer.Documents[0].Text);
        Assert.Equal("test", answer.Documents[0].Metadata["source"]);
        Assert.InRange(answer.Documents[0].Metrics[Metric], 0, Math.Log(1024));
    }

    [Fact]
    public async Task A_query_gives_every_document_once_in_order_with_its_rank()
    {
        var all = await QueryAsync(new QueryRequest { Corpus = "corpus" });
        Assert.Equal(RunningServer.Documents.Count, all.Select(document => document.Id).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, all.Count).Select(rank => (ulong)rank), all.Select(document => document.Rank));
        Assert.Equal(
            all.Select(document => document.Metrics[Metric]).Order(),
            all.Select(document => document.Metrics[Metric])
        );
    }

    [Fact]
    public async Task Ranks_fractions_and_values_name_the_same_documents()
    {
        var all = await QueryAsync(new QueryRequest { Corpus = "corpus" });
        var expected = all.Skip(75).Take(75).Select(document => document.Id).ToList();
        Assert.Equal(
            expected,
            await IdsAsync(
                new QueryRequest
                {
                    Corpus = "corpus",
                    Ranks = new RankRange { From = 75, To = 150 },
                }
            )
        );
        Assert.Equal(
            expected,
            await IdsAsync(
                new QueryRequest
                {
                    Corpus = "corpus",
                    Fractions = new FractionRange { From = 0.25, To = 0.5 },
                }
            )
        );
        Assert.Equal(
            expected,
            await IdsAsync(
                new QueryRequest
                {
                    Corpus = "corpus",
                    Values = new ValueRange { Min = all[75].Metrics[Metric], Max = all[150].Metrics[Metric] },
                }
            )
        );
        Assert.Equal(
            expected.AsEnumerable().Reverse(),
            await IdsAsync(
                new QueryRequest
                {
                    Corpus = "corpus",
                    Ranks = new RankRange { From = 75, To = 150 },
                    Descending = true,
                }
            )
        );
        Assert.Equal(
            expected.Take(10),
            await IdsAsync(
                new QueryRequest
                {
                    Corpus = "corpus",
                    Ranks = new RankRange { From = 75 },
                    Limit = 10,
                }
            )
        );
    }

    [Fact]
    public async Task An_ordering_that_was_not_in_use_is_built_when_it_is_asked_for()
    {
        var ranked = await QueryAsync(new QueryRequest { Corpus = "corpus", Metric = "bits_per_byte" });
        Assert.Equal(RunningServer.Documents.Count, ranked.Count);
        Assert.Equal(
            ranked.Select(document => document.Metrics["bits_per_byte"]).Order(),
            ranked.Select(document => document.Metrics["bits_per_byte"])
        );
    }

    [Fact]
    public async Task Quantiles_are_within_the_rank_error_that_they_state()
    {
        var values = (await QueryAsync(new QueryRequest { Corpus = "corpus" }))
            .Select(document => document.Metrics[Metric])
            .ToArray();
        var answer = await Client.DistributionAsync(new DistributionRequest { Corpus = "corpus", HistogramBins = 10 });
        Assert.Equal((ulong)values.Length, answer.Documents);
        Assert.Equal((ulong)values.Length, answer.Histogram.Aggregate(0ul, (sum, bin) => sum + bin.Documents));
        foreach (var quantile in answer.Quantiles)
        {
            var rank = values.Count(value => value <= quantile.Value);
            Assert.InRange(
                rank,
                quantile.Q * values.Length - quantile.RankError - 1,
                quantile.Q * values.Length + quantile.RankError + 1
            );
        }
    }

    private async Task<List<ScoredDocument>> QueryAsync(QueryRequest request)
    {
        using var call = Client.Query(request);
        var documents = new List<ScoredDocument>();
        await foreach (var document in call.ResponseStream.ReadAllAsync())
            documents.Add(document);
        return documents;
    }

    private async Task<List<string>> IdsAsync(QueryRequest request) =>
        [.. (await QueryAsync(request)).Select(document => document.Id)];
}
