using FluxEntropy.V1;
using Grpc.Core;
using static FluxEntropy.Server.Tests.Services.ServiceTests;

namespace FluxEntropy.Server.Tests.Services;

[Collection(Name)]
public sealed class CurriculumServiceTests(ServiceHost host)
{
    [Fact]
    public async Task A_curriculum_is_replaced_rolled_back_and_remembered()
    {
        var session = await SessionAsync();

        var updated = await Update(
            new()
            {
                Session = session,
                ExpectedVersion = 1,
                FromStep = 8,
                Curriculum = Spec("uniform"),
                Author = "somebody",
                Reason = "a test",
            }
        );
        var back = await Rollback(
            new()
            {
                Session = session,
                ExpectedVersion = 2,
                ToVersion = 1,
                FromStep = 6,
            }
        );
        var state = await host.Curriculum.GetAsync(new GetCurriculumRequest { Session = session });
        var versions = (await host.Curriculum.HistoryAsync(new GetCurriculumRequest { Session = session })).Versions;

        Assert.Equal((2ul, 8ul, 8ul), (updated.Version, updated.RequestedStep, updated.EffectiveStep));
        Assert.Equal((3ul, 6ul), (back.Version, back.EffectiveStep));
        Assert.Equal([2ul], back.ReplacedVersions);
        Assert.Equal((3ul, 6ul, "sequential"), (state.Version, state.FromStep, state.Curriculum.Schedule));
        Assert.Equal(1, Math.Round(state.Weights.Sum(), 9));
        Assert.Equal([1ul, 2ul, 3ul], versions.Select(version => version.Version));
        Assert.Equal(("somebody", "a test", 3ul), (versions[1].Author, versions[1].Reason, versions[1].ReplacedBy));
        Assert.Equal("rollback to version 1", versions[2].Reason);
    }

    [Fact]
    public async Task A_repeated_update_with_its_key_is_answered_as_before_and_changes_nothing()
    {
        var session = await SessionAsync();
        var request = new UpdateCurriculumRequest
        {
            Session = session,
            ExpectedVersion = 1,
            Curriculum = Spec("reverse"),
            IdempotencyKey = "once",
        };

        var first = await Update(request);
        var again = await Update(request);

        Assert.Equal(first, again);
        request.IdempotencyKey = "";
        await RefusedAsync(StatusCode.FailedPrecondition, "\\b2\\b", Update(request));
    }

    [Fact]
    public async Task An_update_that_cannot_be_made_is_refused_with_the_field()
    {
        var session = await SessionAsync();
        var good = new UpdateCurriculumRequest
        {
            Session = session,
            ExpectedVersion = 1,
            Curriculum = Spec("uniform"),
        };

        await Refused(StatusCode.NotFound, "^session: there is no session 'none'", r => r.Session = "none");
        await Refused(
            StatusCode.InvalidArgument,
            "^expected_version: is required: the version that Curriculum.Get shows",
            r => r.ClearExpectedVersion()
        );
        await Refused(StatusCode.FailedPrecondition, "\\b1\\b", r => r.ExpectedVersion = 7);
        await Refused(StatusCode.InvalidArgument, "^from_step: 20 is outside 0 to 19", r => r.FromStep = 20);
        await Refused(StatusCode.InvalidArgument, "^curriculum: is required", r => r.Curriculum = null);
        await Refused(StatusCode.InvalidArgument, "^curriculum.schedule", r => r.Curriculum.Schedule = "sideways");
        await Refused(StatusCode.InvalidArgument, "^author: it has 257 characters; at most 256", r =>
            r.Author = new('a', 257)
        );
        await Refused(StatusCode.InvalidArgument, "^reason: it has 4097 characters; at most 4096", r =>
            r.Reason = new('a', 4097)
        );
        await Refused(StatusCode.ResourceExhausted, "^the message has .* bytes; at most 2097152", r =>
            r.Reason = new('a', 3 << 20)
        );
        await Refused(StatusCode.InvalidArgument, "^idempotency_key: it has 129 characters; at most 128", r =>
            r.IdempotencyKey = new string('k', 129)
        );
        Assert.Single((await host.Curriculum.HistoryAsync(new GetCurriculumRequest { Session = session })).Versions);

        Task Refused(StatusCode status, string said, Action<UpdateCurriculumRequest> change)
        {
            var request = good.Clone();
            change(request);
            return RefusedAsync(status, said, Update(request));
        }
    }

    [Fact]
    public async Task A_rollback_that_cannot_be_made_is_refused_with_the_field()
    {
        var session = await SessionAsync();

        await RefusedAsync(StatusCode.NotFound, "^session: there is no", Rollback(new() { Session = "none" }));
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^expected_version: is required",
            Rollback(new() { Session = session, ToVersion = 1 })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^to_version: 0 is outside 1 to 1",
            Rollback(new() { Session = session, ExpectedVersion = 1 })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^to_version: 2 is outside 1 to 1",
            Rollback(
                new()
                {
                    Session = session,
                    ExpectedVersion = 1,
                    ToVersion = 2,
                }
            )
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^from_step: 20 is outside 0 to 19",
            Rollback(
                new()
                {
                    Session = session,
                    ExpectedVersion = 1,
                    ToVersion = 1,
                    FromStep = 20,
                }
            )
        );
    }

    [Fact]
    public async Task A_preview_plans_and_changes_nothing()
    {
        var session = await SessionAsync();

        var preview = await host.Curriculum.PreviewAsync(
            new PreviewCurriculumRequest
            {
                Session = session,
                Curriculum = Spec("manual(0, 0, 0, 1)"),
                Steps = 3,
            }
        );

        Assert.Equal((0ul, 3), (preview.FromStep, preview.Steps.Count));
        Assert.All(preview.Steps, step => Assert.Equal([0.0, 0.0, 0.0, 1.0], step.Shares));
        Assert.True(preview.Documents > 0);
        Assert.Equal(0ul, (await host.Sessions.GetAsync(new GetSessionRequest { Session = session })).NextStep);
        await RefusedAsync(
            StatusCode.NotFound,
            "^session: there is no session 'none'",
            host.Curriculum.PreviewAsync(new PreviewCurriculumRequest { Session = "none" })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^steps: 10001 is outside 1 to 10000",
            host.Curriculum.PreviewAsync(new PreviewCurriculumRequest { Session = session, Steps = 10_001 })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^from_step: 20 is outside 0 to 19",
            host.Curriculum.PreviewAsync(new PreviewCurriculumRequest { Session = session, FromStep = 20 })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^curriculum.bins: 257 is outside",
            host.Curriculum.PreviewAsync(
                new PreviewCurriculumRequest { Session = session, Curriculum = Spec("uniform", 257) }
            )
        );
    }

    [Fact]
    public async Task A_watch_sends_every_version_after_the_one_named_and_each_that_comes()
    {
        var session = await SessionAsync();
        await RetuneAsync(1);
        using var watch = host.Curriculum.Watch(new GetCurriculumRequest { Session = session, AfterVersion = 0 });

        Assert.Equal(1ul, await NextAsync());
        Assert.Equal(2ul, await NextAsync());
        await RetuneAsync(2);
        Assert.Equal(3ul, await NextAsync());
        await RefusedAsync(
            StatusCode.NotFound,
            "^session: there is no session 'none'",
            host.Curriculum.Watch(new GetCurriculumRequest { Session = "none" })
        );
        await RefusedAsync(
            StatusCode.NotFound,
            "^session: there is no session 'none'",
            host.Curriculum.GetAsync(new GetCurriculumRequest { Session = "none" })
        );
        await RefusedAsync(
            StatusCode.NotFound,
            "^session: there is no session 'none'",
            host.Curriculum.HistoryAsync(new GetCurriculumRequest { Session = "none" })
        );

        async Task<ulong> NextAsync()
        {
            Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            return watch.ResponseStream.Current.Version;
        }

        async Task RetuneAsync(ulong expected) =>
            await Update(
                new()
                {
                    Session = session,
                    ExpectedVersion = expected,
                    Curriculum = Spec("uniform"),
                }
            );
    }

    private AsyncUnaryCall<UpdateCurriculumResponse> Update(UpdateCurriculumRequest request) =>
        host.Curriculum.UpdateAsync(request);

    private AsyncUnaryCall<UpdateCurriculumResponse> Rollback(RollbackCurriculumRequest request) =>
        host.Curriculum.RollbackAsync(request);

    private async Task<string> SessionAsync() => (await host.SessionAsync(await host.CorpusAsync(documents: 60))).Name;
}
