using FluxEntropy.Curricula;
using FluxEntropy.Engines;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Tests.Clusters;
using FluxEntropy.Sessions;

namespace FluxEntropy.Grains.Tests.Sessions;

public sealed class SessionGrainTests(GrainCluster cluster)
{
    [Fact]
    public async Task A_step_is_handed_out_in_order_to_the_newest_branch_and_the_same_again()
    {
        var session = await SessionAsync(steps: 2);
        var branch = await session.Open(0, replan: false);
        Assert.Equal(new StepAnswer.OutOfOrder(0), await session.Step(branch, 1));
        var first = Assert.IsType<StepAnswer.HandedOut>(await session.Step(branch, 0));
        await cluster.EndActivationAsync(session);
        var again = Assert.IsType<StepAnswer.HandedOut>(await session.Step(branch, 0));
        Assert.Equal(first.Batch.Tokens, again.Batch.Tokens);
        Assert.Equal(first.Planned.Step, again.Planned.Step);

        Assert.IsType<StepAnswer.HandedOut>(await session.Step(branch, 1));
        Assert.Equal(new StepAnswer.Ended(), await session.Step(branch, 2));
        var newer = await session.Open(1, replan: false);
        Assert.Equal(new StepAnswer.Superseded(branch, newer), await session.Step(branch, 1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => session.Open(3, replan: false));
    }

    [Fact]
    public async Task A_report_counts_only_for_the_tokens_that_were_handed_out()
    {
        var session = await SessionAsync(steps: 2);
        var branch = await session.Open(0, replan: false);
        Assert.Equal(new ReportAnswer.NotHandedOut(0), await session.Report(branch, Report(0, 7)));
        var handout = (StepAnswer.HandedOut)await session.Step(branch, 0);
        var hash = TokenHashes.Of(handout.Batch.Tokens);
        Assert.Equal(new ReportAnswer.OtherTokens(hash), await session.Report(branch, Report(0, hash + 1)));
        Assert.Equal(0, (await session.Status()).ReportedSteps);
        Assert.Equal(new ReportAnswer.Accepted(), await session.Report(branch, Report(0, hash)));
        Assert.Equal(new ReportAnswer.Accepted(), await session.Report(branch, Report(0, hash)));
        Assert.Equal((1L, 2.5), ((await session.Status()).ReportedSteps, (await session.Status()).FirstLoss));
        Assert.Equal(
            new ReportAnswer.Superseded(branch - 1, branch),
            await session.Report(branch - 1, Report(0, hash))
        );
    }

    [Fact]
    public async Task A_retune_holds_from_the_next_step_and_a_stale_one_is_refused()
    {
        var session = await SessionAsync(steps: 5);
        var branch = await session.Open(0, replan: false);
        await session.Step(branch, 0);
        var uniform = CurriculumJson.ReadAny("uniform");
        var decision = await session.Update(new CurriculumUpdate(1, null, uniform, "me", "why"));
        Assert.Equal((2L, 1L, null), (decision.Version, decision.Effective, decision.Refusal));
        Assert.NotNull((await session.Update(new CurriculumUpdate(1, null, uniform, "other", ""))).Refusal);
        Assert.Equal([1L, 2L], (await session.History()).Select(entry => entry.Version));
        var handout = (StepAnswer.HandedOut)await session.Step(branch, 1);
        Assert.Equal(2, handout.Planned.Step.CurriculumVersion);
    }

    [Fact]
    public async Task A_run_resumes_under_another_curriculum_from_its_step_on_and_a_checkpoint_of_the_steps_before_is_refused()
    {
        var session = await SessionAsync(steps: 6);
        var first = ((JoinAnswer.Joined)await session.JoinRun(new RunToJoin("first", 1, 0))).Branch;
        var planned = CurriculumJson.ReadAny("reverse");
        Assert.Null((await session.Update(new CurriculumUpdate(1, 5, planned, "colleague", "later"))).Refusal);
        for (var step = 0; step < 6; step++)
            await session.Step(first, step);

        var uniform = CurriculumJson.ReadAny("uniform");
        var wanted = new RunToJoin("second", 1, 3, Parent: first, Curriculum: uniform);
        var second = ((JoinAnswer.Joined)await session.JoinRun(wanted)).Branch;

        Assert.Equal(new JoinAnswer.Joined(second), await session.JoinRun(wanted)); // another consumer of the run
        long[] versions = [1, 1, 1, 3, 3, 3];
        for (var step = 2; step < 6; step++)
            Assert.Equal(
                versions[step],
                ((StepAnswer.HandedOut)await session.Step(second, step)).Planned.Step.CurriculumVersion
            );
        Assert.Equal([0L, 5L, 3L], (await session.History()).Select(entry => entry.FromStep));
        await cluster.EndActivationAsync(session);
        Assert.Equal(
            new JoinAnswer.Superseded(first, second),
            await session.JoinRun(new RunToJoin("first", 1, 2, Branch: first))
        );
        Assert.Equal(new JoinAnswer.Joined(second), await session.JoinRun(wanted with { Branch = second }));
        Assert.Equal(
            new JoinAnswer.OtherHistory(second, 3),
            await session.JoinRun(new RunToJoin("third", 1, 4, Parent: first))
        );
        Assert.IsType<JoinAnswer.Joined>(await session.JoinRun(new RunToJoin("third", 1, 3, Parent: first)));
        Assert.IsType<JoinAnswer.Joined>(await session.JoinRun(new RunToJoin("fourth", 1, 5, Parent: second)));
    }

    [Fact]
    public async Task Too_few_documents_and_a_dry_bin_are_answers_and_the_run_goes_on_after_them()
    {
        var corpus = await cluster.CreateCorpusAsync();
        var session = cluster.Grains.Session(
            (await cluster.CreateSessionAsync(corpus, steps: 1000, "manual(1, 0, dry=stop)")).Id
        );
        var branch = await session.Open(0, replan: false);
        Assert.Equal(new StepAnswer.TooFewDocuments(), await session.Step(branch, 0));
        await cluster.AppendAsync(corpus, 10);
        await cluster.ScoreAsync(corpus);
        var (step, answer) = (0L, default(StepAnswer));
        await GrainClusterWork.UntilAsync(async () =>
        {
            answer = await session.Step(branch, step);
            if (answer is StepAnswer.HandedOut)
                step++;
            return answer is StepAnswer.BinDry;
        });
        Assert.Equal(new StepAnswer.BinDry(step, 0, 2), answer);
        Assert.True(step > 0, "nothing was served");
        await session.Update(new CurriculumUpdate(1, null, CurriculumJson.ReadAny("uniform"), "", ""));
        Assert.IsType<StepAnswer.HandedOut>(await session.Step(branch, step));
    }

    private async Task<ISessionGrain> SessionAsync(long steps)
    {
        var corpus = await cluster.ScoredCorpusAsync(20);
        return cluster.Grains.Session((await cluster.CreateSessionAsync(corpus, steps)).Id);
    }

    private static StepReport Report(long step, ulong hash) => new(step, 2.5, [], hash);
}
