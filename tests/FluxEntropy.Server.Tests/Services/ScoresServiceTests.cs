using FluxEntropy.V1;
using Grpc.Core;
using static FluxEntropy.Server.Tests.Services.ServiceTests;
using State = FluxEntropy.V1.ScoredDocument.Types.State;

namespace FluxEntropy.Server.Tests.Services;

[Collection(Name)]
public sealed class ScoresServiceTests(ServiceHost host)
{
    [Fact]
    public async Task Documents_come_in_the_order_asked_each_with_its_state()
    {
        var corpus = await host.CorpusAsync(documents: 5, shards: 3);
        var request = new GetScoresRequest
        {
            Corpus = corpus,
            Ids = { "document-4", "none", "document-0", "document-4" },
            IncludeText = true,
        };

        var documents = (await host.Scores.GetAsync(request)).Documents;

        Assert.Equal(request.Ids, documents.Select(document => document.Id));
        Assert.Equal(
            [State.Scored, State.Unknown, State.Scored, State.Scored],
            documents.Select(document => document.State)
        );
        Assert.Equal(ServiceHost.Document(4).Text, documents[0].Text);
        Assert.Equal("even", documents[0].Metadata["parity"]);
        Assert.Equal(documents[0], documents[3]);
        Assert.InRange(documents[0].Metrics["entropy.mean"], 0.1, 10);
        request.IncludeText = false;
        Assert.All((await host.Scores.GetAsync(request)).Documents, document => Assert.Equal("", document.Text));
    }

    [Fact]
    public async Task Documents_that_no_device_has_scored_are_pending()
    {
        var corpus = await host.CorpusAsync(documents: 3);
        var unscored = await host.Profiles.AddAsync(
            new AddProfileRequest { Corpus = corpus, Model = TrainingEngineFactory.UnscoredModel }
        );

        var document = Assert.Single(
            (
                await host.Scores.GetAsync(
                    new GetScoresRequest
                    {
                        Corpus = corpus,
                        Ids = { "document-1" },
                        Profile = unscored.Profile.Hash,
                    }
                )
            ).Documents
        );

        Assert.Equal((State.Pending, 0), (document.State, document.Metrics.Count));
    }

    [Fact]
    public async Task Scores_that_cannot_be_named_are_refused_with_the_field()
    {
        var corpus = await host.CorpusAsync();

        await RefusedAsync(StatusCode.NotFound, "^corpus: there is no corpus 'none'", Get("none", "a"));
        await RefusedAsync(StatusCode.InvalidArgument, "^ids: 0 are given; ask for 1 to 1000 at a time", Get(corpus));
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^ids: 1001 are given",
            Get(corpus, [.. Enumerable.Range(0, 1001).Select(i => $"{i}")])
        );
        await RefusedAsync(StatusCode.InvalidArgument, @"^ids\[1\]: the id is empty", Get(corpus, "a", ""));
        await RefusedAsync(
            StatusCode.NotFound,
            "^profile: 'ffff' names no one profile .*; profiles: [0-9a-f]{32} \\(simulated\\)",
            host.Scores.GetAsync(
                new GetScoresRequest
                {
                    Corpus = corpus,
                    Ids = { "a" },
                    Profile = "ffff",
                }
            )
        );
    }

    [Fact]
    public async Task A_query_answers_in_the_order_of_the_metric_by_ranks_fractions_and_values()
    {
        var corpus = await host.CorpusAsync(documents: 40, shards: 3);

        var all = await QueryAsync(new() { Corpus = corpus });
        var values = all.Select(document => document.Metrics["entropy.mean"]).ToArray();

        Assert.Equal(40, all.Count);
        Assert.Equal(values.Order(), values);
        Assert.Equal(Enumerable.Range(0, 40).Select(rank => (ulong)rank), all.Select(document => document.Rank));
        Assert.Equal(
            all.Skip(10).Take(5),
            await QueryAsync(
                new()
                {
                    Corpus = corpus,
                    Ranks = new RankRange { From = 10, To = 15 },
                }
            )
        );
        Assert.Equal(
            all.Skip(36),
            await QueryAsync(
                new()
                {
                    Corpus = corpus,
                    Fractions = new FractionRange { From = 0.9 },
                }
            )
        );
        Assert.Equal(
            all.Skip(10).Take(10),
            await QueryAsync(
                new()
                {
                    Corpus = corpus,
                    Values = new ValueRange { Min = values[10], Max = values[20] },
                }
            )
        );
        Assert.Equal(
            all.Reverse().Take(3),
            await QueryAsync(
                new()
                {
                    Corpus = corpus,
                    Descending = true,
                    Limit = 3,
                }
            )
        );
        Assert.Equal(
            all.Where(document => document.Metadata["parity"] == "odd"),
            await QueryAsync(new() { Corpus = corpus, Where = { ["parity"] = "odd" } })
        );
        var full = await QueryAsync(
            new()
            {
                Corpus = corpus,
                IncludeText = true,
                IncludeTokens = true,
            }
        );
        Assert.All(full, document => Assert.Equal((int)document.Tokens, document.TokenIds.Count));
        Assert.All(full, document => Assert.NotEqual("", document.Text));
    }

    [Fact]
    public async Task Documents_held_out_have_no_rank_and_are_asked_for_apart()
    {
        var corpus = await host.CorpusAsync(documents: 40, heldOut: 0.5);

        var ranked = await QueryAsync(new() { Corpus = corpus });
        var heldOut = await QueryAsync(new() { Corpus = corpus, HeldOut = true });

        Assert.All(heldOut, document => Assert.True(document.HeldOut));
        Assert.Equal(40, ranked.Concat(heldOut).Select(document => document.Id).Distinct().Count());
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^held_out: documents held out have no ranks: give no range and no direction",
            Query(
                new()
                {
                    Corpus = corpus,
                    HeldOut = true,
                    Descending = true,
                }
            )
        );
    }

    [Fact]
    public async Task A_query_that_cannot_be_answered_is_refused_with_the_field()
    {
        var corpus = await host.CorpusAsync(documents: 5);

        await RefusedAsync(StatusCode.NotFound, "^corpus: there is no corpus 'none'", Query(new() { Corpus = "none" }));
        await RefusedAsync(
            StatusCode.NotFound,
            "^profile: 'ffff' names no one profile",
            Query(new() { Corpus = corpus, Profile = "ffff" })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^metric: 'none' is unknown; metrics: .*entropy.mean",
            Query(new() { Corpus = corpus, Metric = "none" })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^ranks.from: 4 is beyond ranks.to, 2",
            Query(
                new()
                {
                    Corpus = corpus,
                    Ranks = new RankRange { From = 4, To = 2 },
                }
            )
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^fractions.to: 1.5 is outside 0 to 1",
            Query(
                new()
                {
                    Corpus = corpus,
                    Fractions = new FractionRange { To = 1.5 },
                }
            )
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^fractions.from: 0.6 is beyond fractions.to, 0.5",
            Query(
                new()
                {
                    Corpus = corpus,
                    Fractions = new FractionRange { From = 0.6, To = 0.5 },
                }
            )
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^values.min: 3 is not below values.max, 2",
            Query(
                new()
                {
                    Corpus = corpus,
                    Values = new ValueRange { Min = 3, Max = 2 },
                }
            )
        );
    }

    [Fact]
    public async Task A_distribution_has_the_quantiles_and_bins_asked_for()
    {
        var corpus = await host.CorpusAsync(documents: 40);
        var values = (await QueryAsync(new() { Corpus = corpus })).Select(one => one.Metrics["entropy.mean"]).ToArray();

        var plain = await host.Scores.DistributionAsync(new DistributionRequest { Corpus = corpus });
        var asked = await host.Scores.DistributionAsync(
            new DistributionRequest
            {
                Corpus = corpus,
                Quantiles = { 0, 1 },
                HistogramBins = 3,
                ByTokens = true,
            }
        );

        Assert.Equal(
            ("entropy.mean", 40ul, 7, 32),
            (plain.Metric, plain.Documents, plain.Quantiles.Count, plain.Histogram.Count)
        );
        Assert.Equal(40ul, plain.Histogram.Aggregate(0ul, (sum, bin) => sum + bin.Documents));
        Assert.Equal([values[0], values[^1]], asked.Quantiles.Select(q => q.Value), (a, b) =>
            Math.Abs(a - b) < 0.02 * a
        );
        Assert.Equal(3, asked.Histogram.Count);
        Assert.Equal(asked.Tokens, asked.Histogram.Aggregate(0ul, (sum, bin) => sum + bin.Tokens));
    }

    [Fact]
    public async Task A_distribution_that_cannot_be_given_is_refused_with_the_field()
    {
        var corpus = await host.CorpusAsync(documents: 5);

        await RefusedAsync(StatusCode.NotFound, "^corpus: there is no", Distribution(new() { Corpus = "none" }));
        await RefusedAsync(
            StatusCode.InvalidArgument,
            @"^quantiles\[1\]: 1.5 is outside 0 to 1",
            Distribution(new() { Corpus = corpus, Quantiles = { 0.5, 1.5 } })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^histogram_bins: 1001 is outside 1 to 1000",
            Distribution(new() { Corpus = corpus, HistogramBins = 1001 })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^metric: 'none' is unknown; metrics: ",
            Distribution(new() { Corpus = corpus, Metric = "none" })
        );
        await RefusedAsync(
            StatusCode.NotFound,
            "^profile: 'ffff' names no one profile",
            Distribution(new() { Corpus = corpus, Profile = "ffff" })
        );
    }

    [Fact]
    public async Task A_watch_tells_where_it_stands_then_what_is_committed_and_goes_on_from_a_segment()
    {
        var corpus = await host.CorpusAsync(documents: 4);
        using var watch = host.Scores.Watch(new WatchScoresRequest { Corpus = corpus, Cursor = true });
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var stands = watch.ResponseStream.Current;
        await host.AppendAsync(corpus, ServiceHost.Document(4), ServiceHost.Document(5));
        var committed = await watch
            .ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken)
            .FirstAsync(told => told.Segment >= stands.Segment); // what came before may be told once more

        using var since = host.Scores.Watch(
            new WatchScoresRequest { Corpus = corpus, FromSegments = { stands.Segment } }
        );
        Assert.True(await since.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal((0u, 0u), (stands.Shard, stands.Documents));
        Assert.Equal((0u, stands.Segment, 2u), (committed.Shard, committed.Segment, committed.Documents));
        Assert.Equal(committed, since.ResponseStream.Current);
        await RefusedAsync(
            StatusCode.NotFound,
            "^corpus: there is no corpus 'none'",
            host.Scores.Watch(new WatchScoresRequest { Corpus = "none" })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^from_segments: 2 are given for 1 shards; give one for each",
            host.Scores.Watch(new WatchScoresRequest { Corpus = corpus, FromSegments = { 0, 0 } })
        );
    }

    private Task<IReadOnlyList<ScoredDocument>> QueryAsync(QueryRequest request) => AllAsync(Query(request));

    private AsyncServerStreamingCall<ScoredDocument> Query(QueryRequest request) => host.Scores.Query(request);

    private AsyncUnaryCall<DistributionResponse> Distribution(DistributionRequest request) =>
        host.Scores.DistributionAsync(request);

    private AsyncUnaryCall<GetScoresResponse> Get(string corpus, params string[] ids) =>
        host.Scores.GetAsync(new GetScoresRequest { Corpus = corpus, Ids = { ids } });
}
