using FluxEntropy.V1;
using Grpc.Core;
using static FluxEntropy.Server.Tests.Services.ServiceTests;

namespace FluxEntropy.Server.Tests.Services;

[Collection(Name)]
public sealed class BatchesServiceTests(ServiceHost host)
{
    private const ulong Steps = 6;

    [Fact]
    public async Task A_consumer_takes_every_step_reports_it_and_is_told_of_the_end()
    {
        var session = await SessionAsync();
        using var trainer = await JoinAsync(
            new JoinRun
            {
                Session = session,
                Run = "run",
                Notices = true,
            }
        );
        var joined = trainer.Joined;

        await trainer.SendAsync(new ConsumeRequest { Credits = 64 });
        var reported = new List<ulong>();
        for (var isOver = false; !isOver; )
        {
            var message = await trainer.NextAsync();
            if (message.Batch is { } batch)
                await trainer.SendAsync(Report(batch));
            else if (message.Notice.NoticeCase == RunNotice.NoticeOneofCase.Reported)
                reported.Add(message.Notice.Reported);
            isOver = reported.Count == (int)Steps;
        }

        Assert.Equal((2u, 2u, 16u, Steps), (joined.Rows, joined.Batch, joined.Time, joined.TotalSteps));
        Assert.Equal([0ul, 1ul, 2ul, 3ul, 4ul, 5ul], reported);
        Assert.Equal(Steps, (await host.Sessions.GetAsync(new GetSessionRequest { Session = session })).ReportedSteps);
    }

    [Fact]
    public async Task Two_consumers_share_a_step_and_one_that_comes_back_is_served_the_same_bytes()
    {
        var session = await SessionAsync();
        using var whole = await JoinAsync(new JoinRun { Session = session, Run = "whole" });
        var all = await whole.BatchAsync();
        using var first = await JoinAsync(
            new JoinRun
            {
                Session = session,
                Run = "shared",
                WorldSize = 2,
            }
        );
        using var second = await JoinAsync(
            new JoinRun
            {
                Session = session,
                Run = "shared",
                WorldSize = 2,
                Rank = 1,
            }
        );

        var (a, b) = (await first.BatchAsync(), await second.BatchAsync());

        Assert.Equal(all.Tokens.ToArray(), a.Tokens.Concat(b.Tokens).ToArray());
        Assert.Equal(2 * 17 * (int)all.TokenBytes, all.Tokens.Length);
        await whole.SendAsync(new ConsumeRequest { Credits = 1 });
        Check(await Assert.ThrowsAsync<RpcException>(whole.NextAsync), StatusCode.Aborted, ".");
    }

    [Fact]
    public async Task A_consumer_that_cannot_join_is_refused_with_the_field()
    {
        var session = await SessionAsync();

        await Refused(StatusCode.NotFound, "^join.session: there is no session 'none'", j => j.Session = "none");
        await Refused(StatusCode.InvalidArgument, "^join.run: it has 0 characters; give 1 to 64", j => j.Run = "");
        await Refused(
            StatusCode.InvalidArgument,
            "^join.world_size: 3 consumers are more than the 2 rows of a batch",
            j => j.WorldSize = 3
        );
        await Refused(StatusCode.InvalidArgument, "^join.rank: 2 is outside 0 to 1", j =>
            (j.WorldSize, j.Rank) = (2, 2)
        );
        await Refused(StatusCode.InvalidArgument, "^join.step: 7 is outside 0 to 6", j => j.Step = 7);
        await Refused(StatusCode.FailedPrecondition, "^join.step: step 3 was never served", j => j.Step = 3);
        await Refused(StatusCode.FailedPrecondition, "^join.session_id: the checkpoint is of a session", j =>
            j.SessionId = "other"
        );
        await Refused(StatusCode.InvalidArgument, "^join.curriculum.schedule", j => j.Curriculum = Spec("sideways"));
        using var call = host.Batches.Consume();
        await call.RequestStream.WriteAsync(new ConsumeRequest { Credits = 1 });
        Check(
            await Assert.ThrowsAsync<RpcException>(() =>
                call.ResponseStream.MoveNext(TestContext.Current.CancellationToken)
            ),
            StatusCode.InvalidArgument,
            "^join: is required as the first message"
        );

        async Task Refused(StatusCode status, string said, Action<JoinRun> change)
        {
            var join = new JoinRun { Session = session, Run = "refused" };
            change(join);
            Check(await Assert.ThrowsAsync<RpcException>(() => JoinAsync(join)), status, said);
        }
    }

    [Fact]
    public async Task Another_number_of_consumers_is_another_run()
    {
        var session = await SessionAsync();
        using var alone = await JoinAsync(new JoinRun { Session = session, Run = "run" });

        var refusal = await Assert.ThrowsAsync<RpcException>(() =>
            JoinAsync(
                new JoinRun
                {
                    Session = session,
                    Run = "run",
                    WorldSize = 2,
                }
            )
        );

        Check(refusal, StatusCode.FailedPrecondition, "^join.world_size: run 'run' has 1 consumers, not 2");
    }

    [Fact]
    public async Task What_a_stream_cannot_take_ends_it_with_the_field()
    {
        await RefusedAsync("^credits: 0 on top of 0 are not 1 to 64", _ => new ConsumeRequest { Credits = 0 });
        await RefusedAsync("^credits: 65 on top of 0 are not 1 to 64", _ => new ConsumeRequest { Credits = 65 });
        await RefusedAsync("^message: credits or a report was expected", _ => new ConsumeRequest
        {
            Join = new JoinRun(),
        });
        await RefusedAsync("^report.step: 5 is not one of the last 4096 that this stream was served", batch =>
            Report(batch, report => report.Step = 5)
        );
        await RefusedAsync("^report.token_hash: .* is not the hash of the batch served at step 0", batch =>
            Report(batch, report => report.TokenHash ^= 1)
        );
        await RefusedAsync("NaN", batch => Report(batch, report => report.Loss = double.NaN));

        async Task RefusedAsync(string said, Func<TokenBatch, ConsumeRequest> message)
        {
            using var trainer = await JoinAsync(new JoinRun { Session = await SessionAsync(), Run = "run" });
            await trainer.SendAsync(message(await trainer.BatchAsync()));
            Check(await Assert.ThrowsAsync<RpcException>(trainer.NextAsync), StatusCode.InvalidArgument, said);
        }
    }

    [Fact]
    public async Task A_consumer_that_understands_notices_is_told_of_a_report_that_is_no_loss_and_goes_on()
    {
        using var trainer = await JoinAsync(
            new JoinRun
            {
                Session = await SessionAsync(),
                Run = "run",
                Notices = true,
            }
        );
        var batch = await trainer.BatchAsync();
        await trainer.SendAsync(Report(batch, report => report.Loss = double.PositiveInfinity));

        var refused = (await trainer.NextAsync()).Notice.Refused;
        await trainer.SendAsync(new ConsumeRequest { Credits = 1 });

        Assert.Equal(0ul, refused.Step);
        Assert.NotEqual("", refused.Problem);
        Assert.Equal(1ul, (await trainer.NextAsync()).Batch.Step);
    }

    private static ConsumeRequest Report(TokenBatch batch, Action<StepLosses>? change = null)
    {
        var report = new StepLosses
        {
            Step = batch.Step,
            Loss = 2,
            TokenHash = batch.TokenHash,
        };
        change?.Invoke(report);
        return new ConsumeRequest { Report = report };
    }

    private async Task<Trainer> JoinAsync(JoinRun join)
    {
        var trainer = new Trainer(host.Batches.Consume());
        await trainer.SendAsync(new ConsumeRequest { Join = join });
        trainer.Joined = (await trainer.NextAsync()).Joined;
        return trainer;
    }

    private async Task<string> SessionAsync() =>
        (await host.SessionAsync(await host.CorpusAsync(documents: 60), Steps)).Name;

    /// <summary>One stream, as a client writes it by hand.</summary>
    private sealed class Trainer(AsyncDuplexStreamingCall<ConsumeRequest, ConsumeResponse> call) : IDisposable
    {
        public RunJoined Joined { get; set; } = new();

        public Task SendAsync(ConsumeRequest message) => call.RequestStream.WriteAsync(message);

        public async Task<ConsumeResponse> NextAsync()
        {
            Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken), "the stream ended");
            return call.ResponseStream.Current;
        }

        public async Task<TokenBatch> BatchAsync()
        {
            await SendAsync(new ConsumeRequest { Credits = 1 });
            return (await NextAsync()).Batch;
        }

        public void Dispose() => call.Dispose();
    }
}
