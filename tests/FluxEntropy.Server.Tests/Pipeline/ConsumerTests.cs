using FluxEntropy.Server.Tests.Processes;
using FluxEntropy.V1;
using Grpc.Core;
using Curriculum = FluxEntropy.V1.Curriculum;

namespace FluxEntropy.Server.Tests.Pipeline;

/// <summary>A trainer outside pulls batches, while others retune, look ahead and look back.</summary>
public class ConsumerTests
{
    private const int Credits = 3;
    private const int Clients = 8;
    private const int Updates = 50;
    private const ulong Steps = 250;

    [Fact]
    public async Task Fifty_retunes_of_eight_clients_are_linear_and_late_by_the_credits_at_most()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await StartAsync(folder, Steps))
        {
            var (trained, left) = (0L, Updates);
            var clients = Enumerable
                .Range(0, Clients)
                .Select(async client =>
                {
                    var curriculum = new Curriculum.CurriculumClient(server.Channel);
                    var random = new Random(client);
                    while (Interlocked.Decrement(ref left) >= 0)
                        await RetuneAsync(curriculum, random, () => Interlocked.Read(ref trained));
                })
                .ToArray();
            var versions = new Dictionary<ulong, ulong>();
            using var consumer = new Consumer(server.Channel, "run", Credits);
            await foreach (var batch in consumer.BatchesAsync())
            {
                Interlocked.Exchange(ref trained, (long)batch.Step);
                versions.Add(batch.Step, batch.CurriculumVersion);
                await consumer.ReportAsync(batch, loss: 2);
                await Task.Delay(clients.All(client => client.IsCompleted) ? 0 : 10); // a trainer takes its time
            }
            await Task.WhenAll(clients);
            await consumer.EndAsync();

            var history = (
                await new Curriculum.CurriculumClient(server.Channel).HistoryAsync(
                    new GetCurriculumRequest { Session = PipelineClient.Session }
                )
            ).Versions;
            Assert.Equal(
                Enumerable.Range(1, Updates + 1).Select(version => (ulong)version),
                history.Select(entry => entry.Version)
            );
            Assert.Equal(Steps, (ulong)versions.Count);
            Assert.All(versions, step =>
                Assert.Equal(history.Last(entry => entry.FromStep <= step.Key).Version, step.Value)
            );
            await server.StopAsync();
        }
        await Faults.Verification.SoundAsync(folder);
    }

    [Fact]
    public async Task A_preview_is_what_is_served_and_provenance_leads_both_ways()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await StartAsync(folder, 40))
        {
            var curriculum = new Curriculum.CurriculumClient(server.Channel);
            var sessions = new V1.Sessions.SessionsClient(server.Channel);
            using var consumer = new Consumer(server.Channel, "run", 1);
            var batches = consumer.BatchesAsync().GetAsyncEnumerator();
            for (var step = 0; step < 5; step++)
            {
                await batches.MoveNextAsync();
                await consumer.ReportAsync(batches.Current, loss: 2);
            }
            var next = (
                await curriculum.GetAsync(new GetCurriculumRequest { Session = PipelineClient.Session })
            ).NextStep;
            var tried = new CurriculumSpec { Bins = 3, Schedule = "manual(0, 1, 3)" };
            var preview = await curriculum.PreviewAsync(
                new PreviewCurriculumRequest
                {
                    Session = PipelineClient.Session,
                    Curriculum = tried,
                    FromStep = next + 4,
                    Steps = 12,
                }
            );
            Assert.Equal((next, 12), (preview.FromStep, preview.Steps.Count));
            Assert.Single(
                (await curriculum.HistoryAsync(new GetCurriculumRequest { Session = PipelineClient.Session })).Versions
            );

            var update = new UpdateCurriculumRequest
            {
                Session = PipelineClient.Session,
                ExpectedVersion = 1,
                Curriculum = tried,
                FromStep = next + 4,
                Author = "a",
                Reason = "b",
                IdempotencyKey = "key",
            };
            var answer = await curriculum.UpdateAsync(update);
            Assert.Equal(answer, await curriculum.UpdateAsync(update)); // again: the same answer, nothing new
            var back = await curriculum.RollbackAsync(
                new RollbackCurriculumRequest
                {
                    Session = PipelineClient.Session,
                    ExpectedVersion = 2,
                    ToVersion = 1,
                    FromStep = next + 12,
                }
            );
            var history = (
                await curriculum.HistoryAsync(new GetCurriculumRequest { Session = PipelineClient.Session })
            ).Versions;
            Assert.Equal(
                [(1ul, 0ul, "created"), (2ul, next + 4, "b"), (3ul, back.EffectiveStep, "rollback to version 1")],
                history.Select(entry => (entry.Version, entry.FromStep, entry.Reason))
            );
            Assert.Equal(history[0].Curriculum, history[2].Curriculum);

            while (await batches.MoveNextAsync())
                await consumer.ReportAsync(batches.Current, loss: 2);
            await consumer.EndAsync();
            for (var i = 0; i < preview.Steps.Count; i++)
            {
                var served = await sessions.ServedAsync(
                    new ServedRequest
                    {
                        Session = PipelineClient.Session,
                        FromStep = next + (ulong)i,
                        ToStep = next + (ulong)i + 1,
                    }
                );
                var shares = preview.Steps[i].Shares.Select(share => (ulong)Math.Round(share * 4 * 33)).ToArray();
                Assert.Equal(shares.Where(tokens => tokens > 0), served.Tokens.Where(tokens => tokens > 0));
            }

            var step7 = await sessions.StepDocumentsAsync(
                new StepDocumentsRequest { Session = PipelineClient.Session, Step = next + 5 }
            );
            Assert.Equal(
                (2ul, 4u * 33),
                (step7.CurriculumVersion, (uint)step7.Documents.Sum(document => document.Tokens))
            );
            var scores = await new V1.Scores.ScoresClient(server.Channel).GetAsync(
                new GetScoresRequest { Corpus = "corpus", Ids = { step7.Documents.Select(document => document.Id) } }
            );
            Assert.Equal(
                scores.Documents.Select(document => document.Metrics["entropy.mean"]),
                step7.Documents.Select(document => document.Value)
            );
            foreach (var document in step7.Documents)
            {
                var steps = await sessions.DocumentStepsAsync(
                    new DocumentStepsRequest { Session = PipelineClient.Session, Id = document.Id }
                );
                Assert.Contains(steps.Steps, served =>
                    (served.Step, served.FromToken, served.Tokens, served.Bin)
                    == (next + 5, document.FromToken, document.Tokens, document.Bin)
                );
            }
            await server.StopAsync();
        }
        await Faults.Verification.SoundAsync(folder);
    }

    [Fact]
    public async Task A_consumer_that_breaks_the_rules_is_told_which()
    {
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder, 4);
        ConsumeRequest join = new()
        {
            Join = new JoinRun { Session = PipelineClient.Session, Run = "r" },
        };
        await RefusedAsync(server, "join:", new ConsumeRequest { Credits = 1 });
        await RefusedAsync(server, "credits: 65", join, new ConsumeRequest { Credits = 65 });
        await RefusedAsync(server, "report.step: 3", join, new ConsumeRequest { Report = new StepLosses { Step = 3 } });
        await RefusedAsync(server, "message:", join, join);
        await RefusedAsync(
            server,
            "join.world_size: 5 consumers are more than the 4 rows",
            new ConsumeRequest
            {
                Join = new JoinRun
                {
                    Session = PipelineClient.Session,
                    Run = "s",
                    WorldSize = 5,
                },
            }
        );
        await RefusedAsync(
            server,
            "join.rank: 3",
            new ConsumeRequest
            {
                Join = new JoinRun
                {
                    Session = PipelineClient.Session,
                    Run = "s",
                    WorldSize = 3,
                    Rank = 3,
                },
            }
        );
        await RefusedAsync(
            server,
            "join.run:",
            new ConsumeRequest { Join = new JoinRun { Session = PipelineClient.Session } }
        );
        await server.StopAsync();
    }

    private static async Task RefusedAsync(FluxServerProcess server, string named, params ConsumeRequest[] requests)
    {
        using var call = new Batches.BatchesClient(server.Channel).Consume();
        foreach (var request in requests)
            await call.RequestStream.WriteAsync(request);
        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                // The answer to the join comes first.
            }
        });
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Contains(named, refusal.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task<FluxServerProcess> StartAsync(TemporaryFolder folder, ulong steps)
    {
        var server = await FluxServerProcess.StartAsync(folder["data"], fault: null);
        await PipelineClient.CreateCorpusAsync(server.Channel);
        await new PipelineClient(PipelineClient.Documents(300)).IngestAsync(server.Channel);
        await PipelineClient.ScoredAsync(server.Channel);
        await PipelineClient.CreateSessionAsync(server.Channel, steps);
        return server;
    }

    // A stale version is read anew and tried again; what is answered holds no later than what was outstanding allows.
    private static async Task RetuneAsync(Curriculum.CurriculumClient curriculum, Random random, Func<long> trained)
    {
        await Task.Delay(random.Next(60));
        while (true)
        {
            var state = await curriculum.GetAsync(new GetCurriculumRequest { Session = PipelineClient.Session });
            try
            {
                var before = trained();
                var answer = await curriculum.UpdateAsync(
                    new UpdateCurriculumRequest
                    {
                        Session = PipelineClient.Session,
                        ExpectedVersion = state.Version,
                        Curriculum = new CurriculumSpec { Bins = (uint)random.Next(1, 6), Schedule = "uniform" },
                    }
                );
                Assert.InRange((long)answer.EffectiveStep, 0, Math.Max(before, trained()) + 1 + Credits);
                return;
            }
            catch (RpcException stale)
                when (stale.StatusCode == StatusCode.FailedPrecondition
                    && stale.Status.Detail.Contains("is stale", StringComparison.Ordinal)
                )
            {
                // Somebody was quicker.
            }
        }
    }
}
