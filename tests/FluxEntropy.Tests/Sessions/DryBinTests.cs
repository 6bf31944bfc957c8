using FluxEntropy.Curricula;
using FluxEntropy.Logs;
using FluxEntropy.Sessions;

namespace FluxEntropy.Tests.Sessions;

/// <summary>What becomes of a bin all of whose documents were served.</summary>
public class DryBinTests
{
    [Fact]
    public void A_neighbour_is_taken_until_no_bin_has_a_document_left()
    {
        using var ordering = new Corpus(3).Grow(3).Ordering();
        var bounds = ordering.BinBounds(4, FluxEntropy.Sketches.Mass.Tokens);
        var planner = new StepPlanner(Corpus.Settings(steps: 100_000));
        planner.Adopt(ordering);
        var entry = Entry("manual(0, 1, 0, 0, dry=neighbour)");
        var served = new HashSet<(int, int)>();
        var bins = new List<int>();
        for (var step = 0; served.Count < ordering.Count; step++)
        {
            var planned = planner.Plan(step, entry).Step();
            planner.Apply(planned);
            foreach (var row in planned.Rows.Where(row => row.FromToken == 0))
            {
                if (served.Count == ordering.Count)
                    break; // the second pass begins in the middle of a step
                Assert.Equal(0, row.Pass);
                Assert.True(served.Add((row.Shard, row.Row)), "nothing comes twice before all came once");
                bins.Add(row.Bin);
            }
        }
        // The bin itself, then its lower neighbour, then the upper one, then the one beyond.
        Assert.Equal([1, 0, 2, 3], bins.Distinct());
        foreach (var bin in new[] { 0, 1, 2, 3 })
            Assert.Equal(bounds[bin + 1] - bounds[bin], bins.LongCount(other => other == bin));
        Assert.Equal(bins.Order(new ByDistance()), bins);
    }

    [Fact]
    public async Task A_run_stops_at_a_dry_bin_and_goes_on_under_another_curriculum_and_the_log_says_so()
    {
        var corpus = new Corpus(3).Grow(3);
        using var ordering = corpus.Ordering();
        var state = new SessionState(Corpus.Settings(steps: 1000));
        var log = new List<SessionLogEntry>();
        Apply(new CurriculumUpdated(Entry("manual(1, 0, 0, 0, dry=stop)")));
        Apply(new SnapshotAdopted(ordering.Snapshot));
        state.Planner.Adopt(ordering);
        var plan = state.Plan();
        for (; plan is PlanAnswer.Planned { Step: var step }; plan = state.Plan())
            Apply(new StepPlanned(step, 0));
        var dry = Assert.IsType<PlanAnswer.BinDry>(plan);
        Assert.Equal(new PlanAnswer.BinDry(state.Planned, 0, 4), dry);
        Apply(new BinRanDry(dry.Step, dry.Bin));
        Assert.Equal(0, state.DryBin);
        Apply(
            new CurriculumUpdated(Entry("manual(0, 1, 1, 1, dry=stop)") with { Version = 2, FromStep = state.Planned })
        );
        Assert.Null(state.DryBin);
        Apply(new StepPlanned(state.Plan().Step(), 0));

        Assert.Empty((await ReplayAsync()).Problems);
        log[log.FindIndex(entry => entry is BinRanDry)] = new BinRanDry(dry.Step, 2);
        Assert.Contains("bin 3 ran dry", Assert.Single((await ReplayAsync()).Problems));

        Task<ReplayReport> ReplayAsync() =>
            SessionReplay.RunAsync(
                state.Settings,
                log.Select(entry => new LogRecord(default, entry.Encode(), 0)).ToAsyncEnumerable(),
                snapshot => Task.FromResult(corpus.Ordering(snapshot))
            );

        void Apply(SessionLogEntry record)
        {
            log.Add(record);
            state.Apply(default, record);
        }
    }

    private static CurriculumEntry Entry(string expression) =>
        new(1, 0, CurriculumJson.ReadAny(expression), "", "", DateTimeOffset.UnixEpoch);

    private sealed class ByDistance : IComparer<int>
    {
        private static readonly int[] Order = [1, 0, 2, 3];

        public int Compare(int one, int other) => Array.IndexOf(Order, one) - Array.IndexOf(Order, other);
    }
}
