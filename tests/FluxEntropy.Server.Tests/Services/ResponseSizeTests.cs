using FluxEntropy.Server.Health;
using FluxEntropy.Server.Services;
using FluxEntropy.V1;
using Grpc.Core;
using static FluxEntropy.Server.Tests.Services.ServiceTests;

namespace FluxEntropy.Server.Tests.Services;

/// <summary>No answer is too large for a client that takes gRPC's 4 MiB: what does not fit is asked for again, or comes in parts.</summary>
[Collection(Name)]
public sealed class ResponseSizeTests(ServiceHost host)
{
    private const int Limit = (2 << 20) + (1 << 16);

    [Fact]
    public async Task Four_hundred_texts_of_ten_kilobytes_come_in_pages()
    {
        var corpus = await host.CorpusAsync();
        var documents = Enumerable
            .Range(0, 400)
            .Select(i => new Document { Id = $"long-{i}", Text = $"{i} {new string('x', 10_000)}" })
            .ToArray();
        foreach (var part in documents.Chunk(100))
            await host.AppendAsync(corpus, part);
        await host.ScoredAsync(corpus);

        var (texts, pages) = (new List<string>(), 0);
        for (var isOver = false; !isOver; pages++)
        {
            var page = await host.Scores.GetAsync(
                new GetScoresRequest
                {
                    Corpus = corpus,
                    Ids = { documents.Skip(texts.Count).Select(document => document.Id) },
                    IncludeText = true,
                }
            );
            Assert.InRange(page.CalculateSize(), 1, Limit);
            Assert.Equal(page.HasNext, page.Documents.Count < 400 - texts.Count);
            texts.AddRange(page.Documents.Select(document => document.Text));
            isOver = !page.HasNext;
        }

        Assert.Equal(documents.Select(document => document.Text), texts);
        Assert.InRange(pages, 2, 4);
    }

    [Fact]
    public async Task A_text_that_no_response_holds_comes_in_parts_and_is_named_where_it_cannot()
    {
        var corpus = await host.CorpusAsync();
        var text = string.Concat(Enumerable.Repeat("a text of 🙂 and more, ", 300_000));
        await host.AppendAsync(
            corpus,
            new Document
            {
                Id = "long",
                Text = text,
                Metadata = { ["language"] = "en" },
            },
            new Document { Id = "short", Text = "a short text" }
        );
        await host.ScoredAsync(corpus);
        var named = new GetScoresRequest
        {
            Corpus = corpus,
            Ids = { "long", "short" },
            IncludeText = true,
        };
        var ranked = new QueryRequest
        {
            Corpus = corpus,
            IncludeText = true,
            IncludeTokens = true,
            Parts = true,
        };

        var got = (await host.Scores.GetAsync(named)).Documents;
        var read = await PartsAsync(host.Scores.Read(named));
        var queried = await PartsAsync(host.Scores.Query(ranked));

        Assert.Equal(("", 0ul), (got[0].Text, got[1].OmittedTextBytes));
        Assert.Equal((ulong)System.Text.Encoding.UTF8.GetByteCount(text), got[0].OmittedTextBytes);
        Assert.Equal(["long", "short"], read.Select(document => document.Id));
        Assert.Equal([text, "a short text"], read.Select(document => document.Text));
        Assert.Equal("en", read[0].Metadata["language"]);
        Assert.Equal(text, queried.Single(document => document.Id == "long").Text);
        Assert.All(queried, document => Assert.Equal((int)document.Tokens, document.TokenIds.Count));
    }

    [Fact]
    public async Task A_step_of_many_documents_with_long_ids_comes_in_pages()
    {
        var corpus = await host.CorpusAsync();
        var prefix = new string('i', 1000);
        foreach (var part in Enumerable.Range(0, 3000).Chunk(1000))
            await host.AppendAsync(
                corpus,
                [.. part.Select(i => new Document { Id = $"{prefix}{i}", Text = $"{i:D4}" })]
            );
        await host.ScoredAsync(corpus);
        var session = await host.Sessions.CreateAsync(
            new CreateSessionRequest
            {
                Name = host.NewName("session"),
                Corpus = corpus,
                Batch = 600,
                Time = 8,
                TotalSteps = 1,
                Curriculum = Spec("uniform"),
            }
        );
        await host.TrainAsync(session.Name);
        var request = new StepDocumentsRequest { Session = session.Name };

        var first = await host.Sessions.StepDocumentsAsync(request);
        request.FromDocument = first.Next;
        var rest = await host.Sessions.StepDocumentsAsync(request);

        Assert.InRange(first.CalculateSize(), Limit / 2, Limit);
        Assert.Equal(((uint)first.Documents.Count, false), (first.Next, rest.HasNext));
        Assert.Equal(600 * 9, first.Documents.Concat(rest.Documents).Sum(document => document.Tokens));
        request.FromDocument = 1_000_000;
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^from_document: 1000000 is outside 0 to",
            host.Sessions.StepDocumentsAsync(request)
        );
    }

    [Fact]
    public async Task A_long_history_and_a_wide_preview_come_in_pages()
    {
        var (session, _) = await host.SessionAsync(await host.CorpusAsync(documents: 60), steps: 3000);
        for (var version = 1ul; version <= 200; version++)
            await host.Curriculum.UpdateAsync(
                new UpdateCurriculumRequest
                {
                    Session = session,
                    ExpectedVersion = version,
                    Curriculum = Spec("uniform", 256),
                    Reason = new string('\u20ac', 4096), // the longest: 12 KiB
                }
            );

        var first = await host.Curriculum.HistoryAsync(new GetCurriculumRequest { Session = session });
        var rest = await host.Curriculum.HistoryAsync(
            new GetCurriculumRequest { Session = session, AfterVersion = first.Versions[^1].Version }
        );
        var preview = new PreviewCurriculumRequest { Session = session, Steps = 1500 };
        var begun = await host.Curriculum.PreviewAsync(preview);
        preview.Skip = (uint)begun.Steps.Count;
        var ended = await host.Curriculum.PreviewAsync(preview);
        var parts = new List<PreviewCurriculumResponse>();
        using var all = host.Curriculum.PreviewAll(new PreviewCurriculumRequest { Session = session, Steps = 1500 });
        await foreach (var part in all.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
            parts.Add(part);

        Assert.InRange(first.CalculateSize(), Limit / 2, Limit);
        Assert.Equal((true, false), (first.More, rest.More));
        Assert.Equal(
            Enumerable.Range(1, 201).Select(version => (ulong)version),
            first.Versions.Concat(rest.Versions).Select(version => version.Version)
        );
        Assert.InRange(begun.CalculateSize(), Limit / 2, Limit);
        Assert.Equal((1500u, 0u), ((uint)begun.Steps.Count + begun.MoreSteps, ended.MoreSteps));
        Assert.Equal((preview.Skip, begun.MoreSteps), ((uint)ended.FromStep, (uint)ended.Steps.Count));
        Assert.All(parts, part => Assert.InRange(part.CalculateSize(), 1, Limit));
        Assert.Equal(begun.Steps.Concat(ended.Steps), parts.SelectMany(part => part.Steps));
        Assert.Equal((ended.Documents, ended.DryBins), (parts[^1].Documents, parts[^1].DryBins));
    }

    [Fact]
    public async Task A_listing_ends_where_a_response_is_full_and_says_that_there_is_more()
    {
        var problem = new string('p', 1000);
        var names = Enumerable.Range(0, 5000).Select(i => $"{i:D4}").ToArray();

        var listing = new Listing(new DamagedItems());
        var (listed, more) = await listing.DescribeAsync<Corpus>(
            "corpus",
            names,
            name => Task.FromResult<Corpus?>(new Corpus { Name = name, Problem = problem }),
            (_, failure) => throw new InvalidOperationException(failure),
            TestContext.Current.CancellationToken
        );
        var (all, none) = await listing.DescribeAsync<Corpus>(
            "corpus",
            names.Skip(listed.Count).Take(100),
            name => Task.FromResult<Corpus?>(new Corpus { Name = name, Problem = problem }),
            (_, failure) => throw new InvalidOperationException(failure),
            TestContext.Current.CancellationToken
        );

        Assert.True(more);
        Assert.InRange(new ListCorporaResponse { Corpora = { listed } }.CalculateSize(), Limit / 2, Limit);
        Assert.Equal(names.Take(listed.Count), listed.Select(corpus => corpus.Name));
        Assert.Equal((100, false), (all.Count, none));
    }

    [Fact]
    public async Task A_listing_goes_on_after_a_name()
    {
        var corpus = await host.CorpusAsync(documents: 60);
        var (session, _) = await host.SessionAsync(corpus);

        var corpora = (await host.Corpora.ListAsync(new ListCorporaRequest { After = corpus })).Corpora;
        var sessions = (await host.Sessions.ListAsync(new ListSessionsRequest { After = session })).Sessions;

        Assert.DoesNotContain(corpora, one => string.CompareOrdinal(one.Name, corpus) <= 0);
        Assert.DoesNotContain(sessions, one => string.CompareOrdinal(one.Name, session) <= 0);
        Assert.Contains((await host.Corpora.ListAsync(new ListCorporaRequest())).Corpora, one => one.Name == corpus);
    }

    [Fact]
    public async Task What_would_be_answered_at_length_is_refused_with_what_to_do()
    {
        var corpus = await host.CorpusAsync(documents: 5);
        var ids = Enumerable.Range(0, 1100).Select(i => new string('i', 1000) + i).ToArray();

        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^ids: the ids have [0-9]+ bytes, more than 1048576 a batch; send several batches",
            host.Ingest.DeleteAsync(new DeleteDocumentsRequest { Corpus = corpus, Ids = { ids } })
        );
        var refusal = await Assert.ThrowsAsync<RpcException>(() =>
            host.AppendAsync(corpus, [.. ids.Select(id => new Document { Id = id, Text = "text" })])
        );
        Check(refusal, StatusCode.InvalidArgument, "^documents: the ids have [0-9]+ bytes, more than 1048576 a batch");
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^quantiles: 10001 are given; ask for at most 10000",
            host.Scores.DistributionAsync(
                new DistributionRequest { Corpus = corpus, Quantiles = { Enumerable.Repeat(0.5, 10_001) } }
            )
        );
    }

    [Fact]
    public async Task A_message_is_short_enough_for_a_header()
    {
        var corpus = await host.CorpusAsync(documents: 5);
        var (session, _) = await host.SessionAsync(corpus);
        for (var i = 0; i < 12; i++)
            await host.SessionAsync(corpus);

        await RefusedAsync(
            StatusCode.FailedPrecondition,
            $"^with_sessions: training runs are on corpus {corpus}: .* and 3 more; set it",
            host.Corpora.DeleteAsync(new DeleteCorpusRequest { Name = corpus })
        );
        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await host.Curriculum.PreviewAsync(
                new PreviewCurriculumRequest { Session = session, Curriculum = Spec(new string('x', 50_000)) }
            )
        );

        Check(refusal, StatusCode.InvalidArgument, "^curriculum.schedule");
        Assert.InRange(refusal.Status.Detail.Length, 1, 2001);
    }

    [Fact]
    public async Task What_is_kept_of_a_rejected_record_is_limited()
    {
        var corpus = await host.CorpusAsync();
        using var call = host.Ingest.Append();
        await call.RequestStream.WriteAsync(
            new AppendRequest
            {
                Corpus = corpus,
                Rejected =
                {
                    new RejectedRecord { Source = new string('s', 5000), Reason = new string('r', 5_000_000) },
                },
            }
        );
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        var kept = Assert.Single(await AllAsync(host.Corpora.Quarantine(new QuarantineRequest { Corpus = corpus })));

        Assert.Equal((2000, 2000), (kept.Source.Length, kept.Reason.Length));
        Assert.EndsWith("r…", kept.Reason, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<ScoredDocument>> PartsAsync(AsyncServerStreamingCall<ScoredDocument> call)
    {
        var parts = await AllAsync(call);
        Assert.All(parts, part => Assert.InRange(part.CalculateSize(), 1, Limit));
        return await FluxEntropy.Client.ScoredDocuments.JoinAsync(parts.ToAsyncEnumerable()).ToListAsync();
    }
}
