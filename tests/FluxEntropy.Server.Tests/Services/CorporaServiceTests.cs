using FluxEntropy.V1;
using Grpc.Core;
using static FluxEntropy.Server.Tests.Services.ServiceTests;

namespace FluxEntropy.Server.Tests.Services;

[Collection(Name)]
public sealed class CorporaServiceTests(ServiceHost host)
{
    [Fact]
    public async Task A_new_corpus_has_what_was_asked_for_and_the_defaults_of_the_rest()
    {
        var asked = await host.Corpora.CreateAsync(
            new CreateCorpusRequest
            {
                Name = host.NewName("corpus"),
                Shards = 3,
                Groups = 3,
                HeldOutFraction = 0.25,
            }
        );
        var plain = await host.Corpora.CreateAsync(new CreateCorpusRequest { Name = host.NewName("corpus") });

        Assert.Equal((3u, 3u, 0.25, 0ul), (asked.Shards, asked.Groups, asked.HeldOutFraction, asked.Documents));
        Assert.Equal(
            (4u, 2u, 0.0, "simulated"),
            (plain.Shards, plain.Groups, plain.HeldOutFraction, plain.Profile.Model)
        );
        Assert.NotEqual(asked.Id, plain.Id);
    }

    [Fact]
    public async Task Keys_of_metadata_are_those_of_the_documents_that_there_are()
    {
        var corpus = await host.CorpusAsync(documents: 100, shards: 3);
        await host.AppendAsync(
            corpus,
            new Document
            {
                Id = "rare",
                Text = "a text",
                Metadata = { ["rare"] = "1", [new string('k', 257)] = "1" },
            },
            new Document
            {
                Id = "gone",
                Text = "another",
                Metadata = { ["gone"] = "1" },
            }
        );
        await host.Ingest.DeleteAsync(new DeleteDocumentsRequest { Corpus = corpus, Ids = { "gone" } });

        var all = await Keys(new() { Corpus = corpus });
        var missing = await Keys(new() { Corpus = corpus, Find = { "parity", "gone", "none" } });
        var found = await Keys(new() { Corpus = corpus, Find = { "parity" } });

        Assert.Equal(["parity", "rare"], all.Keys);
        Assert.Equal((101ul, true), (all.Documents, all.More)); // one key is too long to be named
        Assert.Equal(["gone", "none"], missing.Missing);
        Assert.Empty(found.Missing);
        await RefusedAsync(StatusCode.NotFound, "^corpus: there is no corpus 'none'", Keys(new() { Corpus = "none" }));

        AsyncUnaryCall<MetadataKeysResponse> Keys(MetadataKeysRequest request) =>
            host.Corpora.MetadataKeysAsync(request);
    }

    [Fact]
    public async Task What_cannot_be_created_is_refused_with_the_field()
    {
        var taken = await host.CorpusAsync();

        await RefusedAsync(
            StatusCode.AlreadyExists,
            $"^name: there is a corpus '{taken}' already",
            Create(new() { Name = taken })
        );
        await RefusedAsync(StatusCode.InvalidArgument, "^name: is required", Create(new()));
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^name: 'A b' is not a name: use 1 to 64 of",
            Create(new() { Name = "A b" })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^name: 'line\n' is not a name: use 1 to 64 of",
            Create(new() { Name = "line\n" })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^shards: 1025 is outside 1 to 1024",
            Create(new() { Name = "refused", Shards = 1025 })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^groups: 3 is outside 1 to 2",
            Create(
                new()
                {
                    Name = "refused",
                    Shards = 2,
                    Groups = 3,
                }
            )
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^held_out_fraction: 0.6 is outside 0 to 0.5",
            Create(new() { Name = "refused", HeldOutFraction = 0.6 })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^profile: there is no profile 'none'",
            Create(new() { Name = "refused", Profile = "none" })
        );
        await RefusedAsync(StatusCode.NotFound, "there is no corpus 'refused'", Get("refused"));

        AsyncUnaryCall<Corpus> Create(CreateCorpusRequest request) => host.Corpora.CreateAsync(request);
    }

    [Fact]
    public async Task A_corpus_is_shown_and_listed_with_what_it_holds()
    {
        var name = await host.CorpusAsync(documents: 20, heldOut: 0.5);

        var corpus = await Get(name);
        var listed = (await host.Corpora.ListAsync(new ListCorporaRequest())).Corpora;

        Assert.Equal((20ul, 20ul, 0ul, 0ul), (corpus.Documents, corpus.Indexed, corpus.Pending, corpus.Quarantined));
        Assert.Equal(20ul, corpus.Ranked + corpus.HeldOut);
        Assert.InRange(corpus.HeldOut, 1ul, 19ul);
        Assert.Equal(corpus, Assert.Single(listed, one => one.Name == name));
        Assert.Equal(listed.Select(one => one.Name).Order(StringComparer.Ordinal), listed.Select(one => one.Name));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_the_message_says_what_is()
    {
        var there = await host.CorpusAsync();

        await RefusedAsync(StatusCode.NotFound, "^name: there is no corpus 'none'; corpora: ", Get("none"));
        await RefusedAsync(StatusCode.InvalidArgument, "^name: is required", Get(""));
        await RefusedAsync(
            StatusCode.NotFound,
            "^name: there is no corpus 'none'",
            host.Corpora.Watch(new GetCorpusRequest { Name = "none" })
        );
        await RefusedAsync(
            StatusCode.NotFound,
            "^name: there is no corpus 'none'",
            host.Corpora.DeleteAsync(new DeleteCorpusRequest { Name = "none" })
        );
        await RefusedAsync(
            StatusCode.NotFound,
            "^corpus: there is no corpus 'none'",
            host.Corpora.Quarantine(new QuarantineRequest { Corpus = "none" })
        );
        await RefusedAsync(
            StatusCode.NotFound,
            "^corpus: there is no corpus 'none'",
            host.Corpora.CompactAsync(new CompactRequest { Corpus = "none" })
        );
        await RefusedAsync(
            StatusCode.NotFound,
            $"^profile: 'ffff' names no one profile that corpus {there} is scored under; profiles: ",
            host.Corpora.CompactAsync(new CompactRequest { Corpus = there, Profile = "ffff" })
        );
        await RefusedAsync(
            StatusCode.NotFound,
            "^corpus: there is no corpus 'none'",
            host.Corpora.Rescore(new RescoreRequest { Corpus = "none" })
        );
    }

    [Fact]
    public async Task A_watch_ends_when_nothing_is_pending_and_its_last_message_says_so()
    {
        var name = await host.CorpusAsync();
        await host.AppendAsync(name, [.. Enumerable.Range(0, 30).Select(ServiceHost.Document)]);

        var seen = await AllAsync(host.Corpora.Watch(new GetCorpusRequest { Name = name }));

        Assert.Equal((30ul, 0ul), (seen[^1].Indexed, seen[^1].Pending));
        Assert.All(seen.SkipLast(1), corpus => Assert.True(corpus.Pending > 0));
    }

    [Fact]
    public async Task A_corpus_with_sessions_is_deleted_only_with_them()
    {
        var name = await host.CorpusAsync(documents: 20);
        var (session, _) = await host.SessionAsync(name);

        await RefusedAsync(
            StatusCode.FailedPrecondition,
            $"^with_sessions: training runs are on corpus {name}: {session}; set it to stop and delete them",
            host.Corpora.DeleteAsync(new DeleteCorpusRequest { Name = name })
        );
        var deleted = await host.Corpora.DeleteAsync(new DeleteCorpusRequest { Name = name, WithSessions = true });

        Assert.Equal((20ul, session), (deleted.Documents, Assert.Single(deleted.Sessions)));
        await RefusedAsync(StatusCode.NotFound, "^name: there is no corpus", Get(name));
        await RefusedAsync(
            StatusCode.NotFound,
            "^session: there is no session",
            host.Sessions.GetAsync(new GetSessionRequest { Session = session })
        );
        Assert.Equal(0ul, (await host.Corpora.CreateAsync(new CreateCorpusRequest { Name = name })).Documents);
    }

    [Fact]
    public async Task Quarantined_records_come_with_their_reason_up_to_the_limit()
    {
        var name = await host.CorpusAsync();
        await host.AppendAsync(
            name,
            [.. Enumerable.Range(0, 5).Select(i => new Document { Id = $"empty-{i}", Text = "" })]
        );

        var all = await AllAsync(host.Corpora.Quarantine(new QuarantineRequest { Corpus = name }));
        var two = await AllAsync(host.Corpora.Quarantine(new QuarantineRequest { Corpus = name, Limit = 2 }));

        Assert.Equal(["empty-0", "empty-1", "empty-2", "empty-3", "empty-4"], all.Select(record => record.Id).Order());
        Assert.All(all, record => Assert.NotEqual("", record.Reason));
        Assert.Equal(all.Take(2), two);
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^limit: 1000001 is outside 1 to 1000000",
            host.Corpora.Quarantine(new QuarantineRequest { Corpus = name, Limit = 1_000_001 })
        );
    }

    [Fact]
    public async Task Scores_are_collected_in_tables_once()
    {
        var name = await host.CorpusAsync(documents: 20);

        var made = await host.Corpora.CompactAsync(new CompactRequest { Corpus = name });
        var again = await host.Corpora.CompactAsync(new CompactRequest { Corpus = name });

        Assert.Equal((1u, 20ul), (made.Tables, made.Rows));
        Assert.True(made.Bytes > 0);
        Assert.Equal((0u, 0ul), (again.Tables, again.Rows));
    }

    [Fact]
    public async Task A_corpus_that_lacks_no_metric_is_rescored_at_once_and_an_unknown_metric_is_refused()
    {
        var name = await host.CorpusAsync(documents: 20);

        var progress = await AllAsync(host.Corpora.Rescore(new RescoreRequest { Corpus = name }));

        Assert.Equal(20ul, Assert.Single(progress).Documents);
        Assert.Empty(progress[0].NotScored);
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^metrics: 'none' is not a metric that this server measures; it measures .*entropy.mean",
            host.Corpora.Rescore(new RescoreRequest { Corpus = name, Metrics = { "none" } })
        );
    }

    private AsyncUnaryCall<Corpus> Get(string name) => host.Corpora.GetAsync(new GetCorpusRequest { Name = name });
}
