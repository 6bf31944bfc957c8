using FluxEntropy.Curricula;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Sessions;
using FluxEntropy.Grains.Tests.Clusters;
using FluxEntropy.Sessions;

namespace FluxEntropy.Grains.Tests.Sessions;

/// <summary>Questions that take long, while a trainer goes on.</summary>
public sealed class SessionQuestionTests(GrainCluster cluster)
{
    private SessionWork Work => cluster.Service<SessionWork>();

    [Fact]
    public async Task Steps_are_handed_out_while_questions_are_being_answered()
    {
        var session = await ServedAsync(steps: 40, served: 20);
        var step = (await session.Recorded(5))!;
        var row = step.Rows[0];
        var (preview, window, document) = (default(Task), default(Task<ServedCounts>), default(Task));
        await using (await Held.AllAsync(Work.AnswerAsync))
        {
            preview = session.PreviewParts(null, 0, 20).ToListAsync().AsTask();
            window = session.ServedWithin(3, 9);
            document = session.ServedIn(row.Shard, row.Row);
            for (var next = 20; next < 30; next++)
                Assert.IsType<StepAnswer.HandedOut>(await session.Step(1, next));
            Assert.Equal(30, (await session.Status()).NextStep);
            Assert.Equal(30, (await session.ServedWithin(0, 0)).ToStep); // counted as steps came: it waits for nothing
            Assert.False(preview.IsCompleted || window.IsCompleted || document.IsCompleted);
        }
        await Task.WhenAll(preview, window, document);
        var rows = new List<PlannedRow>();
        for (var one = 3; one < 9; one++)
            rows.AddRange((await session.Recorded(one))!.Rows);
        Assert.Equal(rows.DistinctBy(taken => (taken.Shard, taken.Row)).Count(), (await window).Documents);
        Assert.Equal(rows.Sum(taken => (long)taken.Tokens), (await window).Tokens.Sum());
    }

    [Fact]
    public async Task A_question_that_nobody_asks_any_more_ends()
    {
        var session = await ServedAsync(steps: 1_000_000, served: 20);
        using var leaving = new CancellationTokenSource();
        await using (
            var parts = session.PreviewParts(null, 0, 900_000, leaving.Token).GetAsyncEnumerator(leaving.Token)
        )
        {
            Assert.True(await parts.MoveNextAsync());
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await parts.MoveNextAsync());
        }
        await using (await Held.AllAsync(Work.AnswerAsync)) // nothing of it is in progress still
        {
            using var impatient = new CancellationTokenSource();
            var window = session.ServedWithin(3, 9, impatient.Token);
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => window);
        }
        Assert.Equal(9, (await session.ServedWithin(3, 9)).ToStep);
    }

    [Fact]
    public async Task Steps_go_on_over_the_snapshot_of_before_while_a_newer_one_is_merged()
    {
        var corpus = await cluster.ScoredCorpusAsync(20);
        var session = cluster.Grains.Session((await cluster.CreateSessionAsync(corpus, steps: 1000)).Id);
        var branch = await session.Open(0, replan: false);
        var first = ((StepAnswer.HandedOut)await session.Step(branch, 0)).Planned.Step.SnapshotHash;
        await cluster.AppendAsync(corpus, 20, from: 20);
        await cluster.ScoreAsync(corpus);
        var step = 1L;
        await using (await Held.AllAsync(merge => Work.MergeAsync(merge)))
        {
            cluster.Time.PutForward(TimeSpan.FromSeconds(20)); // a newer one is worth it
            for (; step < 6; step++)
                Assert.Equal(first, await StepAsync());
        }
        await GrainClusterWork.UntilAsync(async () =>
        {
            var snapshot = await StepAsync();
            step++;
            return snapshot != first;
        });

        async Task<UInt128> StepAsync() =>
            ((StepAnswer.HandedOut)await session.Step(branch, step)).Planned.Step.SnapshotHash;
    }

    [Fact]
    public async Task A_session_answers_while_what_it_would_plan_over_is_merged()
    {
        var corpus = await cluster.ScoredCorpusAsync(20);
        var session = cluster.Grains.Session((await cluster.CreateSessionAsync(corpus, steps: 10)).Id);
        Task<SessionOutlook> outlook;
        await using (await Held.AllAsync(merge => Work.MergeAsync(merge)))
        {
            outlook = session.Outlook();
            Assert.Equal(0, (await session.Status()).NextStep);
            Assert.Null((await session.Update(new CurriculumUpdate(1, null, Uniform, "me", ""))).Refusal);
            Assert.False(outlook.IsCompleted);
        }
        Assert.Equal(0, (await outlook).Missing);
    }

    [Fact]
    public async Task A_long_history_comes_in_pages_with_what_replaced_each_version()
    {
        var session = await ServedAsync(steps: 300, served: 0);
        for (var version = 1; version <= 100; version++)
            await session.Update(new CurriculumUpdate(version, 200, Uniform, "me", ""));
        var history = new List<PastCurriculum>();
        var pages = 0;
        for (; await session.HistoryAfter(history.Count) is { Length: > 0 } page; pages++)
            history.AddRange(page);

        Assert.True(pages > 1, "one page");
        Assert.Equal(await session.History(), history.Select(past => past.Entry));
        Assert.Equal(
            Enumerable.Range(1, 101).Select(version => version is 1 or 101 ? (long?)null : version + 1),
            history.Select(past => past.ReplacedBy)
        );
    }

    private static Curriculum Uniform => CurriculumJson.ReadAny("uniform");

    private async Task<ISessionGrain> ServedAsync(long steps, int served)
    {
        var corpus = await cluster.ScoredCorpusAsync(20);
        var session = cluster.Grains.Session((await cluster.CreateSessionAsync(corpus, steps)).Id);
        var branch = await session.Open(0, replan: false);
        for (var step = 0; step < served; step++)
            Assert.IsType<StepAnswer.HandedOut>(await session.Step(branch, step));
        return session;
    }

    /// <summary>Everything that may be in progress at once, until it is disposed.</summary>
    private sealed class Held : IAsyncDisposable
    {
        private readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<Task> _held = [];

        public static Task<Held> AllAsync(Func<Func<Task<int>>, CancellationToken, Task<int>> run) =>
            AllAsync(work => run(work, CancellationToken.None));

        public static async Task<Held> AllAsync(Func<Func<Task<int>>, Task<int>> run)
        {
            var held = new Held();
            for (var i = 0; i < SessionWork.Slots; i++)
            {
                var begun = new TaskCompletionSource();
                held._held.Add(
                    run(() =>
                    {
                        begun.SetResult();
                        return held._done.Task;
                    })
                );
                await begun.Task;
            }
            return held;
        }

        public async ValueTask DisposeAsync()
        {
            _done.SetResult(0);
            await Task.WhenAll(_held);
        }
    }
}
