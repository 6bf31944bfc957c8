using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Engines;
using FluxEntropy.Logs;
using FluxEntropy.Sessions;

namespace FluxEntropy.Tests.Sessions;

/// <summary>Schedules that follow the losses in a session's log.</summary>
public class AdaptiveScheduleTests
{
    [Fact]
    public void DoReMi_makes_the_update_of_its_paper()
    {
        // w = (1/2, 1/2), losses (3, 2), reference (2.5, 2.5), η = 2, ε = 0.1: ln w + η·max(0, excess) = (ln ½ + 1, ln ½).
        var next = new DoReMiSchedule([2.5, 2.5], StepSize: 2, Smoothing: 0.1).Next([0.5, 0.5], [3, 2]);
        var first = Math.E / (Math.E + 1);
        Assert.Equal([0.9 * first + 0.05, 0.9 * (1 - first) + 0.05], next, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Softmax_follows_the_loss_over_the_temperature()
    {
        var next = new SoftmaxSchedule(Temperature: 0.5).Next([0.5, 0.5], [3, double.NaN]);
        Assert.Equal([0.5, 0.5], next); // a bin that was never served counts as the others do
        Assert.Equal(
            Math.Exp(2),
            new SoftmaxSchedule(Temperature: 0.5).Next([0.5, 0.5], [3, 2]) is var w ? w[0] / w[1] : 0,
            9
        );
    }

    [Fact]
    public void Skill_it_multiplies_by_what_training_on_a_bin_helps_the_others()
    {
        var next = new SkillItSchedule(
            StepSize: 1,
            Influence:
            [
                [1, 0.5],
                [0, 1],
            ],
            Smoothing: 0
        ).Next([0.25, 0.75], [2, 4]);
        Assert.Equal(0.25 * Math.Exp(4) / (0.75 * Math.Exp(4)), next[0] / next[1], 9);
    }

    [Fact]
    public async Task Weights_follow_the_reports_in_the_log_and_the_log_replays()
    {
        var corpus = new Corpus(4).Grow(6);
        using var ordering = corpus.Ordering();
        var state = new SessionState(Corpus.Settings());
        var log = new List<SessionLogEntry>();
        Apply(new CurriculumUpdated(Corpus.Entry(1, 0, 3, new DoReMiSchedule(StepSize: 0.5))));
        Apply(new SnapshotAdopted(ordering.Snapshot));
        state.Planner.Adopt(ordering);
        Apply(new BranchOpened(1, 0, Consumers: 2, Run: "one"));
        var entry = state.Curricula.Newest;
        for (var step = 0; step < 20; step++)
        {
            Apply(new StepPlanned(state.Plan().Step(), 0));
            Report(1, step, 0, 2, 9);
            var half = state.Adapted(entry)?.ToArray();
            Assert.Equal(step == 0, half is null); // half a step's losses move nothing
            Report(1, step, 1, 4, 9);
            Assert.False(
                step < 5 && half is not null && half.SequenceEqual(state.Adapted(entry)!),
                "a whole step's do"
            );
        }
        Assert.True(state.Adapted(entry) is [< 0.01, _, > 0.9], string.Join(", ", state.Adapted(entry)!));

        // A run that goes on from a checkpoint reports recorded steps again: they count once.
        var before = state.Adapted(entry);
        Apply(new BranchOpened(2, 10, Parent: 1, Consumers: 1, Run: "two"));
        Report(2, 12, 0, 9, 1);
        Assert.Same(before, state.Adapted(entry));

        // Another version starts from equal weights.
        Apply(new CurriculumUpdated(Corpus.Entry(2, 20, 3, new SoftmaxSchedule())));
        Apply(new StepPlanned(state.Plan().Step(), 0));
        Assert.Null(state.Adapted(state.Curricula.Newest));

        var report = await SessionReplay.RunAsync(Corpus.Settings(), log.Select(Record).ToAsyncEnumerable(), snapshot =>
            Task.FromResult(corpus.Ordering(snapshot))
        );
        Assert.Empty(report.Problems);

        // Weights that do not follow from the reports are found.
        var last = log.FindLastIndex(logged => logged is StepPlanned { Step.Step: 15 });
        var planned = ((StepPlanned)log[last]).Step;
        log[last] = new StepPlanned(
            planned with
            {
                Weights = [planned.Weights[0] + 1000, planned.Weights[1] - 1000, planned.Weights[2]],
            },
            0
        );
        report = await SessionReplay.RunAsync(Corpus.Settings(), log.Select(Record).ToAsyncEnumerable(), snapshot =>
            Task.FromResult(corpus.Ordering(snapshot))
        );
        Assert.Contains("step 15", Assert.Single(report.Problems));

        void Apply(SessionLogEntry record)
        {
            log.Add(record);
            state.Apply(default, record);
        }

        void Report(int branch, long step, int consumer, double low, double high) =>
            Apply(
                new StepReported(
                    branch,
                    new StepReport(
                        step,
                        1,
                        [
                            new BinLoss(0, 1, 10),
                            new BinLoss(1, low, 10),
                            new BinLoss(2, high, 10),
                            new BinLoss(7, 99, 10),
                        ],
                        0
                    ),
                    consumer
                )
            );
    }

    [Fact]
    public void Weights_of_another_machine_replay_where_only_their_last_bits_differ()
    {
        using var ordering = new Corpus(4).Grow(6).Ordering();
        var planner = new StepPlanner(Corpus.Settings());
        planner.Adopt(ordering);
        var entry = Corpus.Entry(1, 0, 3, new CompetenceSchedule());
        var planned = planner.Plan(0, entry).Step();
        long[] near = [planned.Weights[0] - 3, planned.Weights[1] + 3, planned.Weights[2]];
        Assert.Same(near, planner.Plan(0, entry, recorded: near).Step().Weights);
        long[] far = [planned.Weights[0] - 300, planned.Weights[1] + 300, planned.Weights[2]];
        Assert.Equal(planned.Weights, planner.Plan(0, entry, recorded: far).Step().Weights);
    }

    private static LogRecord Record(SessionLogEntry entry) => new(default, entry.Encode(), 0);
}
