using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Orderings;
using FluxEntropy.Sessions;
using static FluxEntropy.Tests.Sessions.Corpus;

namespace FluxEntropy.Tests.Sessions;

public sealed class PreviewPlannerTests : IDisposable
{
    private const int Steps = 2500; // more than a part has
    private readonly SnapshotOrdering _ordering = new Corpus(1).Grow(9).Ordering();

    public void Dispose() => _ordering.Dispose();

    [Theory]
    [InlineData(RowPacking.Carried)]
    [InlineData(RowPacking.Competing)]
    public void The_parts_of_a_preview_are_what_is_planned_and_go_on_beside_the_session(RowPacking packing)
    {
        var state = State(packing);
        Serve(state, 20);
        var planner = new PreviewPlanner(state, null, 0, Steps, _ordering);
        var parts = new List<SessionPreview>();
        while (planner.NextPart(TestContext.Current.CancellationToken) is { } part)
        {
            parts.Add(part);
            Serve(state, 500); // the session does not wait
        }
        var served = State(packing);
        Serve(served, 20);
        var planned = Serve(served, Steps);

        Assert.True(parts.Count > 1, "one part");
        Assert.Equal(planned.SelectMany(Tokens), parts.SelectMany(part => part.Tokens));
        Assert.Equal(
            parts.Select(part => part.FromStep),
            parts.Select((_, i) => 20 + parts.Take(i).Sum(part => (long)part.Tokens.Length / part.Bins))
        );
        var begun = planned.SelectMany(step => step.Rows).Where(row => row.FromToken == 0).ToList();
        Assert.Equal(
            (begun.Count, begun.Count(row => row.Pass > 0)),
            ((int)parts[^1].Documents, (int)parts[^1].Repeated)
        );
        Assert.Equal(
            Enumerable
                .Range(0, 3)
                .Select(bin =>
                    planned
                        .Find(step => step.Rows.Any(row => row is { FromToken: 0, Pass: > 0 } && row.Bin == bin))
                        ?.Step
                ),
            parts[^1].DryAt
        );
    }

    [Fact]
    public void A_preview_of_which_nobody_wants_more_plans_no_further_step()
    {
        var planner = new PreviewPlanner(State(RowPacking.Competing), null, 0, Steps, _ordering);
        Assert.Equal(0, planner.NextPart(TestContext.Current.CancellationToken)!.FromStep);
        Assert.Throws<OperationCanceledException>(() => planner.NextPart(new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_preview_of_nothing_is_one_empty_part()
    {
        var planner = new PreviewPlanner(State(RowPacking.Competing), null, 0, Steps, null);
        var only = planner.NextPart(TestContext.Current.CancellationToken)!;
        Assert.Equal((0, null, null), (only.Tokens.Length, only.Snapshot, only.StopsAt));
        Assert.Null(planner.NextPart(TestContext.Current.CancellationToken));
    }

    private static long[] Tokens(PlannedStep step)
    {
        var tokens = new long[3];
        foreach (var row in step.Rows)
            tokens[row.Bin] += row.Tokens;
        return tokens;
    }

    private SessionState State(RowPacking packing)
    {
        var state = new SessionState(Settings(steps: 10_000, packing: packing));
        state.Apply(default, new CurriculumUpdated(Entry(1, 0, 3, new SequentialSchedule())));
        state.Apply(default, new SnapshotAdopted(_ordering.Snapshot));
        state.Planner.Adopt(_ordering);
        return state;
    }

    private static List<PlannedStep> Serve(SessionState state, int steps)
    {
        var planned = new List<PlannedStep>();
        for (var i = 0; i < steps; i++)
        {
            planned.Add(state.Plan().Step());
            state.Apply(default, new StepPlanned(planned[^1], 0));
        }
        return planned;
    }
}
