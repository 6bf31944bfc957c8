using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Engines;
using FluxEntropy.Orderings;
using FluxEntropy.Sessions;
using static FluxEntropy.Tests.Sessions.Corpus;

namespace FluxEntropy.Tests.Sessions;

public sealed class SessionStateTests : IDisposable
{
    private readonly SnapshotOrdering _ordering = new Corpus(1).Grow(3).Ordering();

    public void Dispose() => _ordering.Dispose();

    public static TheoryData<string, SessionLogEntry> Contradictions =>
        new()
        {
            { "version 2 holds from step 1", new CurriculumUpdated(Entry(2, 1, 2, new UniformSchedule())) },
            { "version 3 came after version 1", new CurriculumUpdated(Entry(3, 9, 2, new UniformSchedule())) },
            { "another ordering", new SnapshotAdopted(new Snapshot("corpus", "profile", "perplexity", [])) },
            { "does not cover", new SnapshotAdopted(new Snapshot("corpus", "profile", "entropy.mean", [])) },
            { "step 4 was reported before", new StepReported(1, Report(4)) },
            { "consumer 1 of branch 1", new StepReported(1, Report(0), Consumer: 1) },
            { "branch 3 of 0", new BranchOpened(3, 0) },
            { "at step 4", new BranchOpened(2, 4) },
        };

    [Theory]
    [MemberData(nameof(Contradictions), DisableDiscoveryEnumeration = true)]
    public void A_record_that_contradicts_those_before_it_is_refused(string named, SessionLogEntry entry)
    {
        var state = ThreeSteps();
        Assert.Contains(named, Assert.Throws<InvalidDataException>(() => state.Apply(default, entry)).Message);
        Assert.Equal((3, 1, 1), (state.Planned, state.Curricula.Entries.Count, state.Branch));
    }

    [Fact]
    public void A_plan_that_cannot_be_one_is_refused()
    {
        var state = ThreeSteps();
        var plan = state.Planner.Plan(3, state.Curricula.At(3)).Step();
        PlannedStep[] impossible =
        [
            plan with
            {
                Step = 2,
            },
            plan with
            {
                Step = 60,
            },
            plan with
            {
                CurriculumVersion = 2,
            },
            plan with
            {
                SnapshotHash = 1,
            },
            plan with
            {
                Rows = plan.Rows[1..],
            },
            plan with
            {
                Weights = [1, 2],
            },
            plan with
            {
                Rows = [.. plan.Rows.Select(row => row with { Bin = 2 })],
            },
        ];
        Assert.All(impossible, wrong =>
            Assert.Throws<InvalidDataException>(() => state.Apply(default, new StepPlanned(wrong, 0)))
        );
        state.Apply(default, new StepPlanned(plan, 0));
        Assert.Equal(4, state.Planned);
    }

    [Fact]
    public void The_first_report_of_a_step_counts()
    {
        var state = ThreeSteps();
        state.Apply(default, new StepReported(1, Report(0, loss: 5)));
        state.Apply(default, new StepReported(1, Report(0, loss: 4)));
        Assert.Equal((5.0, 5.0), state.Loss);
        state.Apply(default, new StepReported(1, Report(1, loss: 3)));
        Assert.Equal((5.0, 3.0), state.Loss);
        Assert.Equal(2, state.Reported);
    }

    [Fact]
    public void A_branch_from_a_checkpoint_is_served_the_recorded_steps_and_then_what_would_have_come_anyway()
    {
        var (straight, resumed) = (ThreeSteps(), ThreeSteps());
        resumed.Apply(default, new BranchOpened(2, 1, Parent: 1, Consumers: 3));
        Assert.Equal((2, 3L), (resumed.Branch, resumed.Planned));
        Assert.Equal(
            straight.Planner.Plan(3, straight.Curricula.At(3)),
            resumed.Planner.Plan(3, resumed.Curricula.At(3))
        );
    }

    [Fact]
    public void Steps_that_are_dropped_leave_no_trace_in_what_is_planned_next()
    {
        var (straight, replanned) = (ThreeSteps(), ThreeSteps());
        replanned.Apply(default, new StepsDropped(1));
        replanned.Apply(default, new BranchOpened(2, 1, Parent: 1));
        Assert.Equal((1L, 2), (replanned.Planned, replanned.Branch));
        var again = replanned.Plan().Step();
        Assert.Equal(1, again.Step);
        replanned.Apply(default, new StepPlanned(again, 0));
        replanned.Apply(default, new StepPlanned(replanned.Plan().Step(), 0));
        Assert.Equal(straight.Plan(), replanned.Plan()); // the same curriculum and snapshot: the same plans
        Assert.Throws<InvalidDataException>(() => replanned.Apply(default, new StepsDropped(4)));
    }

    private static StepReport Report(long step, double loss = 1) => new(step, loss, [], 0);

    private SessionState ThreeSteps()
    {
        var state = new SessionState(Settings());
        state.Apply(default, new CurriculumUpdated(Entry(1, 0, 2, new UniformSchedule())));
        state.Apply(default, new SnapshotAdopted(_ordering.Snapshot));
        state.Apply(default, new BranchOpened(1, 0));
        state.Planner.Adopt(_ordering);
        for (var step = 0; step < 3; step++)
            state.Apply(default, new StepPlanned(state.Planner.Plan(step, state.Curricula.At(step)).Step(), 0));
        return state;
    }
}
