using FluxEntropy.V1;
using Grpc.Core;
using Deletion = FluxEntropy.V1.DeletedDocument.Types.Status;
using Outcome = FluxEntropy.V1.DocumentOutcome.Types.Status;

namespace FluxEntropy.Server.Tests.Pipeline;

public class DeletionTests
{
    private const string Corpus = "corpus";

    [Fact]
    public async Task Deleted_and_replaced_documents_are_gone_from_queries_distributions_plans_and_tables()
    {
        using var folder = new TemporaryFolder();
        var documents = PipelineClient.Documents(120);
        var client = new PipelineClient(documents);
        await using (var server = await FluxServerProcess.StartAsync(folder["data"], fault: null))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await client.IngestAsync(server.Channel);
            await PipelineClient.ScoredAsync(server.Channel);
            var corpora = new Corpora.CorporaClient(server.Channel);
            await corpora.CompactAsync(new CompactRequest { Corpus = Corpus });

            var ingest = new V1.Ingest.IngestClient(server.Channel);
            var deleted = documents.Take(40).Select(document => document.Id).ToArray();
            var answer = await ingest.DeleteAsync(
                new DeleteDocumentsRequest { Corpus = Corpus, Ids = { deleted, "nobody" } }
            );
            Assert.Equal(
                [.. Enumerable.Repeat(Deletion.Deleted, 40), Deletion.Absent],
                answer.Documents.Select(document => document.Status)
            );
            Assert.Equal(deleted.Append("nobody"), answer.Documents.Select(document => document.Id));
            Assert.DoesNotContain(await QueryAsync(server), document => deleted.Contains(document.Id)); // at once

            var scores = new V1.Scores.ScoresClient(server.Channel);
            var known = (
                await scores.GetAsync(new GetScoresRequest { Corpus = Corpus, Ids = { documents[50].Id } })
            ).Documents[0];
            Assert.Equal(
                Outcome.Replaced,
                await AppendAsync(
                    server,
                    new Document
                    {
                        Id = documents[50].Id,
                        Text = "The new text.",
                        Replaces = known.TextHash,
                    }
                )
            );
            Assert.Equal(
                Outcome.Present,
                await AppendAsync(
                    server,
                    new Document
                    {
                        Id = documents[50].Id,
                        Text = "The new text.",
                        Replaces = known.TextHash,
                    }
                )
            );
            Assert.Equal(
                Outcome.Quarantined,
                await AppendAsync(
                    server,
                    new Document
                    {
                        Id = documents[50].Id,
                        Text = "A third text.",
                        Replaces = known.TextHash,
                    }
                )
            );

            var corpus = await PipelineClient.ScoredAsync(server.Channel);
            Assert.Equal(
                (80ul, 80ul, 0ul, 41ul, 80ul),
                (corpus.Documents, corpus.Indexed, corpus.Pending, corpus.Deleted, corpus.Ranked)
            );
            var left = await QueryAsync(server);
            Assert.Equal(
                documents.Skip(40).Select(document => document.Id).Order(StringComparer.Ordinal),
                left.Select(document => document.Id).Order(StringComparer.Ordinal)
            );
            Assert.Equal(Enumerable.Range(0, 80).Select(rank => (ulong)rank), left.Select(document => document.Rank));
            Assert.Equal("The new text.", left.Single(document => document.Id == documents[50].Id).Text);
            Assert.Equal(80ul, (await scores.DistributionAsync(new DistributionRequest { Corpus = Corpus })).Documents);
            Assert.Equal(
                ScoredDocument.Types.State.Unknown,
                (await scores.GetAsync(new GetScoresRequest { Corpus = Corpus, Ids = { deleted[0] } }))
                    .Documents[0]
                    .State
            );

            // The old ones anew, and one of the new row.
            Assert.Equal(80ul, (await corpora.CompactAsync(new CompactRequest { Corpus = Corpus })).Rows);
            await PipelineClient.CreateSessionAsync(server.Channel, 8);
            await PipelineClient.TrainAsync(server.Channel);
            Assert.Equal(
                TrainingStatus.Types.State.Finished,
                (await PipelineClient.TrainedAsync(server.Channel)).State
            );
            Assert.InRange(
                (
                    await new V1.Sessions.SessionsClient(server.Channel).ServedAsync(
                        new ServedRequest { Session = PipelineClient.Session }
                    )
                ).Documents,
                1ul,
                80ul
            );
            await server.StopAsync();
        }

        await using var verify = await FluxProcess.RunAsync("verify", "--data", folder["data"]);
        Assert.True(verify.ExitCode == 0, verify.Output + verify.Errors);
    }

    [Fact]
    public async Task A_deleted_corpus_is_gone_with_its_runs_and_its_name_is_free()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await FluxServerProcess.StartAsync(folder["data"], fault: null))
        {
            var corpora = new Corpora.CorporaClient(server.Channel);
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await new PipelineClient(PipelineClient.Documents(60)).IngestAsync(server.Channel);
            await PipelineClient.ScoredAsync(server.Channel);
            await PipelineClient.CreateSessionAsync(server.Channel, 100_000);
            await PipelineClient.TrainAsync(server.Channel);

            var refusal = await Assert.ThrowsAsync<RpcException>(() =>
                corpora.DeleteAsync(new DeleteCorpusRequest { Name = Corpus }).ResponseAsync
            );
            Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
            Assert.Contains(
                $"with_sessions: training runs are on corpus {Corpus}: {PipelineClient.Session}",
                refusal.Status.Detail,
                StringComparison.Ordinal
            );
            var gone = await corpora.DeleteAsync(new DeleteCorpusRequest { Name = Corpus, WithSessions = true });
            Assert.Equal((60ul, PipelineClient.Session), (gone.Documents, Assert.Single(gone.Sessions)));

            Assert.Equal(
                StatusCode.NotFound,
                (
                    await Assert.ThrowsAsync<RpcException>(() =>
                        corpora.GetAsync(new GetCorpusRequest { Name = Corpus }).ResponseAsync
                    )
                ).StatusCode
            );
            Assert.Empty((await corpora.ListAsync(new ListCorporaRequest())).Corpora);
            Assert.Empty(
                (await new V1.Sessions.SessionsClient(server.Channel).ListAsync(new ListSessionsRequest())).Sessions
            );
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await new PipelineClient(PipelineClient.Documents(20, seed: 2)).IngestAsync(server.Channel);
            Assert.Equal(20ul, (await PipelineClient.ScoredAsync(server.Channel)).Indexed);
            await server.StopAsync();
        }

        Assert.Equal(
            ["deleted.json"],
            Directory
                .GetFiles(Directory.GetDirectories(folder["data/sessions"]).Single(), "*", SearchOption.AllDirectories)
                .Select(Path.GetFileName)
        );
        await using var verify = await FluxProcess.RunAsync("verify", "--data", folder["data"]);
        Assert.True(verify.ExitCode == 0, verify.Output + verify.Errors);
    }

    private static async Task<List<ScoredDocument>> QueryAsync(FluxServerProcess server)
    {
        using var call = new V1.Scores.ScoresClient(server.Channel).Query(
            new QueryRequest { Corpus = Corpus, IncludeText = true }
        );
        return await call.ResponseStream.ReadAllAsync().ToListAsync();
    }

    private static async Task<Outcome> AppendAsync(FluxServerProcess server, Document document)
    {
        using var call = new V1.Ingest.IngestClient(server.Channel).Append();
        await call.RequestStream.WriteAsync(
            new AppendRequest
            {
                Corpus = Corpus,
                Batch = 1,
                Documents = { document },
            }
        );
        await call.RequestStream.CompleteAsync();
        await call.ResponseStream.MoveNext(CancellationToken.None);
        return call.ResponseStream.Current.Outcomes.Single().Status;
    }
}
