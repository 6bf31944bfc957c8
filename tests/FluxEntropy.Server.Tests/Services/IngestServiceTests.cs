using FluxEntropy.V1;
using Grpc.Core;
using static FluxEntropy.Server.Tests.Services.ServiceTests;
using Status = FluxEntropy.V1.DocumentOutcome.Types.Status;

namespace FluxEntropy.Server.Tests.Services;

[Collection(Name)]
public sealed class IngestServiceTests(ServiceHost host)
{
    [Fact]
    public async Task Each_document_is_answered_with_what_became_of_it()
    {
        var corpus = await host.CorpusAsync();
        var first = Assert.Single(await host.AppendAsync(corpus, ServiceHost.Document(1)));

        var outcomes = await host.AppendAsync(
            corpus,
            ServiceHost.Document(2),
            ServiceHost.Document(1),
            new Document { Id = "document-1", Text = "another text" },
            new Document
            {
                Id = "document-1",
                Text = "a newer text",
                Replaces = first.TextHash,
            },
            new Document { Id = "document-3" }
        );

        Assert.Equal(
            [Status.Accepted, Status.Present, Status.Quarantined, Status.Replaced, Status.Quarantined],
            outcomes.Select(outcome => outcome.Status)
        );
        Assert.Equal((Status.Accepted, 32), (first.Status, first.TextHash.Length));
        Assert.Equal(first.TextHash, outcomes[1].TextHash);
        Assert.All([outcomes[2], outcomes[4]], outcome => Assert.NotEqual("", outcome.Reason));
    }

    [Fact]
    public async Task Batches_are_answered_in_order_and_records_that_nobody_could_read_are_kept()
    {
        var corpus = await host.CorpusAsync(shards: 4);
        using var call = host.Ingest.Append();
        for (var batch = 1; batch <= 9; batch += 2)
            await call.RequestStream.WriteAsync(
                new AppendRequest
                {
                    Corpus = batch == 1 ? corpus : "", // named once
                    Batch = (ulong)batch,
                    Documents = { Enumerable.Range(batch * 10, 10).Select(ServiceHost.Document) },
                    Rejected =
                    {
                        new RejectedRecord
                        {
                            Source = "file",
                            Line = (ulong)batch,
                            Reason = "not JSON",
                        },
                    },
                }
            );
        await call.RequestStream.CompleteAsync();
        var answers = await call.ResponseStream.ReadAllAsync().ToListAsync();

        Assert.Equal([1ul, 3ul, 5ul, 7ul, 9ul], answers.Select(answer => answer.Batch));
        Assert.All(answers, answer => Assert.Equal(10, answer.Outcomes.Count));
        Assert.Equal((50ul, 5ul), await CountsAsync(corpus));
    }

    [Fact]
    public async Task A_stream_that_cannot_be_taken_ends_with_the_field_and_what_to_do()
    {
        var corpus = await host.CorpusAsync();
        AppendRequest[] one = [new() { Corpus = corpus, Batch = 1 }];

        await AppendRefusedAsync(
            StatusCode.NotFound,
            "^corpus: there is no corpus 'none'",
            new AppendRequest { Corpus = "none" }
        );
        await AppendRefusedAsync(StatusCode.InvalidArgument, "^corpus: is required", new AppendRequest());
        await AppendRefusedAsync(
            StatusCode.InvalidArgument,
            "^corpus: 'other' differs from the first message's '.*'; open a stream for each corpus",
            [.. one, new() { Corpus = "other", Batch = 2 }]
        );
        await AppendRefusedAsync(
            StatusCode.InvalidArgument,
            "^batch: 1 came after 1; numbers rise strictly",
            [.. one, .. one]
        );
        await AppendRefusedAsync(
            StatusCode.InvalidArgument,
            "^documents: 4097 are more than 4096 a batch; send several batches",
            new AppendRequest
            {
                Corpus = corpus,
                Documents = { Enumerable.Range(0, 4097).Select(ServiceHost.Document) },
            }
        );
        await AppendRefusedAsync(
            StatusCode.InvalidArgument,
            @"^documents\[1\].id: the id is empty",
            new AppendRequest
            {
                Corpus = corpus,
                Documents =
                {
                    ServiceHost.Document(1),
                    new Document { Text = "x" },
                },
            }
        );
        await AppendRefusedAsync(
            StatusCode.InvalidArgument,
            @"^documents\[0\].replaces: 'x' is not a text hash of 32 hexadecimal digits",
            new AppendRequest
            {
                Corpus = corpus,
                Documents =
                {
                    new Document
                    {
                        Id = "a",
                        Text = "b",
                        Replaces = "x",
                    },
                },
            }
        );
        await AppendRefusedAsync(
            StatusCode.InvalidArgument,
            @"^rejected\[0\].source: is required",
            new AppendRequest { Corpus = corpus, Rejected = { new RejectedRecord { Reason = "x" } } }
        );
        await AppendRefusedAsync(
            StatusCode.InvalidArgument,
            @"^rejected\[0\].reason: is required",
            new AppendRequest { Corpus = corpus, Rejected = { new RejectedRecord { Source = "x" } } }
        );
        Assert.Equal((0ul, 0ul), await CountsAsync(corpus));
    }

    [Fact]
    public async Task Deleting_says_which_documents_there_were_and_may_be_repeated()
    {
        var corpus = await host.CorpusAsync(documents: 3);
        var request = new DeleteDocumentsRequest { Corpus = corpus, Ids = { "document-2", "none" } };

        var first = (await host.Ingest.DeleteAsync(request)).Documents;
        var again = (await host.Ingest.DeleteAsync(request)).Documents;

        Assert.Equal(
            [("document-2", DeletedDocument.Types.Status.Deleted), ("none", DeletedDocument.Types.Status.Absent)],
            first.Select(document => (document.Id, document.Status))
        );
        Assert.All(again, document => Assert.Equal(DeletedDocument.Types.Status.Absent, document.Status));
    }

    [Fact]
    public async Task What_cannot_be_deleted_is_refused_with_the_field()
    {
        var corpus = await host.CorpusAsync();

        await RefusedAsync(StatusCode.NotFound, "^corpus: there is no corpus 'none'", Delete("none", "a"));
        await RefusedAsync(StatusCode.InvalidArgument, "^ids: 0 are given; name 1 to 4096 at a time", Delete(corpus));
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^ids: 4097 are given",
            Delete(corpus, [.. Enumerable.Range(0, 4097).Select(i => $"{i}")])
        );
        await RefusedAsync(StatusCode.InvalidArgument, @"^ids\[1\]: the id is empty", Delete(corpus, "a", ""));
    }

    private AsyncUnaryCall<DeleteDocumentsResponse> Delete(string corpus, params string[] ids) =>
        host.Ingest.DeleteAsync(new DeleteDocumentsRequest { Corpus = corpus, Ids = { ids } });

    private async Task<(ulong Documents, ulong Quarantined)> CountsAsync(string corpus) =>
        await host.ScoredAsync(corpus) is var counts ? (counts.Documents, counts.Quarantined) : default;

    private async Task AppendRefusedAsync(StatusCode status, string said, params AppendRequest[] requests)
    {
        using var call = host.Ingest.Append();
        foreach (var request in requests)
            await call.RequestStream.WriteAsync(request);
        await call.RequestStream.CompleteAsync();
        Check(
            await Assert.ThrowsAsync<RpcException>(async () =>
            {
                while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
                    continue; // what came before it is answered
            }),
            status,
            said
        );
    }
}
