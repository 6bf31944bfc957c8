using CsCheck;
using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Metrics;
using FluxEntropy.Orderings;
using FluxEntropy.Sessions;
using FluxEntropy.Sketches;
using static FluxEntropy.Tests.Sessions.Corpus;

namespace FluxEntropy.Tests.Sessions;

public class StepPlannerTests
{
    [Fact]
    public void Every_step_takes_exactly_its_tokens_and_documents_are_never_torn() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[1, 8])
            .Sample(
                (seed, bins) =>
                {
                    using var ordering = new Corpus(seed).Grow(4).Ordering();
                    var settings = Settings(seed: (ulong)seed);
                    var planner = new StepPlanner(settings);
                    planner.Adopt(ordering);
                    var lengths = Enumerable
                        .Range(0, (int)ordering.Count)
                        .Select(rank => ordering.EntryAt(rank))
                        .ToDictionary(entry => (entry.Shard, entry.Row), entry => entry.Tokens);
                    PlannedRow? open = null;
                    for (var step = 0L; step < settings.TotalSteps; step++)
                    {
                        var planned = Next(planner, step, Entry(1, 0, bins, new UniformSchedule()));
                        Assert.Equal(settings.StepTokens, planned.Rows.Sum(row => row.Tokens));
                        Assert.Equal(BinWeights.Total, planned.Weights.Sum());
                        foreach (var row in planned.Rows)
                        {
                            if (open is { } before)
                                Assert.Equal(
                                    (before.Shard, before.Row, before.FromToken + before.Tokens),
                                    (row.Shard, row.Row, row.FromToken)
                                );
                            else
                                Assert.Equal(0, row.FromToken);
                            open = row.FromToken + row.Tokens < lengths[(row.Shard, row.Row)] ? row : null;
                        }
                        Assert.Equal(
                            open is { } last ? lengths[(last.Shard, last.Row)] - last.FromToken - last.Tokens : 0,
                            planned.Remainder
                        );
                    }
                },
                iter: 30
            );

    [Fact]
    public void No_document_of_a_bin_is_served_again_before_all_of_it_was_however_bins_change() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[1, 5].Array[1, 4])
            .Sample(
                (seed, divisions) =>
                {
                    using var ordering = new Corpus(seed).Grow(3).Ordering();
                    var planner = new StepPlanner(Settings(steps: 200));
                    planner.Adopt(ordering);
                    var served = new Dictionary<(int, int), int>();
                    for (var step = 0L; step < 200; step++)
                    {
                        var bins = divisions[step / 10 % divisions.Length];
                        var bounds = ordering.BinBounds(bins, Mass.Tokens);
                        foreach (
                            var row in Next(planner, step, Entry(1, 0, bins, new UniformSchedule()))
                                .Rows.Where(row => row.FromToken == 0)
                        )
                        {
                            var times = served.GetValueOrDefault((row.Shard, row.Row));
                            Assert.Equal(times, row.Pass);
                            Assert.All(
                                Enumerable
                                    .Range((int)bounds[row.Bin], (int)(bounds[row.Bin + 1] - bounds[row.Bin]))
                                    .Select(rank => ordering.EntryAt(rank)),
                                entry => Assert.True(served.GetValueOrDefault((entry.Shard, entry.Row)) >= times)
                            );
                            served[(row.Shard, row.Row)] = times + 1;
                        }
                    }
                    Assert.True(served.Values.Min() > 1, "the run should be long enough to serve every document twice");
                },
                iter: 10
            );

    [Theory]
    [InlineData(BinOrder.Shuffled, false)]
    [InlineData(BinOrder.Ascending, true)]
    [InlineData(BinOrder.Descending, true)]
    public void The_uniform_control_is_uncorrelated_with_the_metric_and_a_sorted_order_is_not(
        BinOrder order,
        bool correlated
    )
    {
        using var ordering = new Corpus(5).Grow(50).Ordering();
        var planner = new StepPlanner(Settings(steps: 400));
        planner.Adopt(ordering);
        var values = Enumerable
            .Range(0, (int)ordering.Count)
            .Select(rank => ordering.EntryAt(rank))
            .ToDictionary(entry => (entry.Shard, entry.Row), entry => entry.Value);
        var served = Enumerable
            .Range(0, 400)
            .SelectMany(step => Next(planner, step, Entry(1, 0, 1, new UniformSchedule(), order)).Rows)
            .Where(row => row is { FromToken: 0, Pass: 0 })
            .Select(row => values[(row.Shard, row.Row)])
            .ToArray();

        // Under a uniform order Spearman's rho has mean 0 and variance 1/(n − 1): beyond 4.9 standard deviations once in 10^6
        // (and the seed is fixed). A sorted order has |rho| = 1.
        var rho = Spearman(served);
        Assert.Equal(correlated, Math.Abs(rho) > 4.9 / Math.Sqrt(served.Length - 1));
        Assert.True(served.Length > 500);
    }

    [Fact]
    public void Sequential_moves_from_the_lowest_bin_to_the_highest()
    {
        using var ordering = new Corpus(6).Grow(30).Ordering();
        var planner = new StepPlanner(Settings(steps: 60));
        planner.Adopt(ordering);
        for (var step = 0L; step < 60; step++)
        {
            var planned = Next(planner, step, Entry(1, 0, 6, new SequentialSchedule()));
            Assert.All(planned.Rows.Where(row => row.FromToken == 0), row => Assert.Equal(step / 10, row.Bin));
        }
    }

    [Fact]
    public void A_bin_without_documents_gives_its_draws_to_the_nearest_that_has_some()
    {
        using var ordering = new Corpus(7, shards: 1, documentsASegment: 2).Grow(1).Ordering();
        var planner = new StepPlanner(Settings(steps: 20));
        planner.Adopt(ordering);
        var bounds = ordering.BinBounds(8, Mass.Tokens);
        var served = Enumerable
            .Range(0, 20)
            .SelectMany(step => Next(planner, step, Entry(1, 0, 8, new UniformSchedule())).Rows);
        Assert.All(served, row => Assert.True(bounds[row.Bin] < bounds[row.Bin + 1]));
    }

    [Fact]
    public void A_bin_whose_documents_have_no_tokens_is_empty()
    {
        var builder = new RunBuilder("profile", "entropy.mean", [ShardMark.Start(0)]);
        float[] values = [1, 2, 3, 4];
        builder.Accept(
            new SegmentScores
            {
                Shard = 0,
                Segment = 0,
                FirstRow = 0,
                Checksum = 5,
                Tokens = [3, 3, 0, 0],
                HeldOut = new bool[4],
                Columns = MetricCatalog.BuiltIn.Columns,
                Metrics = [.. MetricCatalog.BuiltIn.Names.Select(_ => values)],
            }
        );
        var snapshot = new Snapshot(
            "corpus",
            "profile",
            "entropy.mean",
            [new SnapshotMark(0, 1, 0, builder.Marks[0].Checksum)]
        );
        using var ordering = new SnapshotOrdering(snapshot, builder.Build());
        var planner = new StepPlanner(Settings());
        planner.Adopt(ordering);
        var curriculum = Entry(1, 0, 2, new ReverseSchedule());
        var planned = planner.Plan(
            0,
            curriculum with
            {
                Curriculum = curriculum.Curriculum with { Mass = Mass.Documents },
            }
        );
        Assert.All(planned.Step().Rows, row => Assert.Equal(0, row.Bin));
    }

    [Fact]
    public void A_plan_that_was_not_applied_is_made_again_the_same() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[1, 5], Gen.Bool.Array[40])
            .Sample(
                (seed, bins, doubts) =>
                {
                    using var ordering = new Corpus(seed).Grow(3).Ordering();
                    var (steady, doubtful) = (new StepPlanner(Settings()), new StepPlanner(Settings()));
                    steady.Adopt(ordering);
                    doubtful.Adopt(ordering);
                    for (var step = 0; step < doubts.Length; step++)
                    {
                        var entry = Entry(1, 0, bins, new UniformSchedule());
                        var planned = Next(steady, step, entry);
                        if (doubts[step])
                            Assert.Equal(planned, doubtful.Plan(step, entry).Step());
                        Assert.Equal(planned, Next(doubtful, step, entry));
                    }
                },
                iter: 20
            );

    [Fact]
    public void A_document_carried_over_a_change_of_bins_counts_for_the_bin_where_its_own_lay()
    {
        using var ordering = new Corpus(9).Grow(6).Ordering();
        var planner = new StepPlanner(Settings(time: 32));
        planner.Adopt(ordering);
        var carried = 0;
        for (var step = 0L; step < 60; step++)
        {
            var before = Next(planner, step, Entry(1, 0, 6, new UniformSchedule()));
            var after = Next(planner, ++step, Entry(2, 0, 3, new UniformSchedule()));
            Assert.All(after.Rows, row => Assert.InRange(row.Bin, 0, 2));
            if (before.Remainder == 0)
                continue;
            Assert.Equal(before.Rows[^1].Bin / 2, after.Rows[0].Bin);
            carried++;
        }
        Assert.True(carried > 10);
    }

    [Theory]
    [InlineData(Mass.Tokens)]
    [InlineData(Mass.Documents)]
    public void Served_shares_follow_the_weights_in_what_bins_are_equal_in(Mass mass)
    {
        using var ordering = new Corpus(8, longestFirst: true).Grow(60).Ordering();
        var planner = new StepPlanner(Settings(batch: 8, time: 127, steps: 600));
        planner.Adopt(ordering);
        double[] weights = [1, 2, 3, 4];
        var entry = Entry(1, 0, 4, new ManualSchedule(weights));
        entry = entry with { Curriculum = entry.Curriculum with { Mass = mass } };
        var (drawn, tokens, squares) = (new double[4], new double[4], new double[4]);
        for (var step = 0L; step < 600; step++)
        {
            foreach (var row in Next(planner, step, entry).Rows)
            {
                drawn[row.Bin] += row.FromToken == 0 ? 1 : 0;
                tokens[row.Bin] += row.Tokens;
                squares[row.Bin] += row.Tokens * row.Tokens;
            }
        }
        var served = mass == Mass.Tokens ? tokens : drawn;
        for (var bin = 0; bin < 4; bin++)
        {
            // The served mass of a bin is a sum over independent draws, whose variance is at most the sum of squares of
            // what they brought: it lies within 5 standard deviations of its expectation but once in 1.7 million.
            var deviation = Math.Sqrt(mass == Mass.Tokens ? squares.Sum() : drawn.Sum());
            Assert.InRange(
                served[bin],
                served.Sum() * weights[bin] / 10 - 5 * deviation,
                served.Sum() * weights[bin] / 10 + 5 * deviation
            );
        }
        var other = mass == Mass.Tokens ? drawn : tokens;
        Assert.True(
            other[0] / other.Sum() is < 0.085 or > 0.12,
            "documents of different lengths should tell the two masses apart"
        );
    }

    [Fact]
    public void The_permutation_takes_every_index_once() =>
        Gen.Select(Gen.ULong, Gen.Int[1, 3000])
            .Sample(
                (key, count) =>
                {
                    var permutation = new KeyedPermutation(key, count);
                    Assert.Equal(
                        Enumerable.Range(0, count).Select(i => (long)i),
                        Enumerable.Range(0, count).Select(i => permutation[i]).Order()
                    );
                },
                iter: 100
            );

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(100)]
    public void No_place_is_favoured_over_many_permutations(int count)
    {
        const int Keys = 20_000;
        var places = new int[count, count];
        for (var key = 0UL; key < Keys; key++)
        {
            var permutation = new KeyedPermutation(Counters.Hash(key, 1, 2), count);
            for (var index = 0; index < count; index++)
                places[index, permutation[index]]++;
        }
        // Each of the count² tallies is binomial: beyond 6 standard deviations once in 5·10^8.
        var (mean, deviation) = ((double)Keys / count, Math.Sqrt(Keys * (1.0 / count) * (1 - 1.0 / count)));
        foreach (var tally in places)
            Assert.InRange(tally, mean - 6 * deviation, mean + 6 * deviation);
    }

    private static PlannedStep Next(StepPlanner planner, long step, CurriculumEntry entry)
    {
        var planned = planner.Plan(step, entry).Step();
        planner.Apply(planned);
        return planned;
    }

    private static double Spearman(float[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        var squares = order.Select((position, rank) => Math.Pow(position - rank, 2)).Sum();
        return 1 - 6 * squares / (values.Length * (Math.Pow(values.Length, 2) - 1));
    }
}
