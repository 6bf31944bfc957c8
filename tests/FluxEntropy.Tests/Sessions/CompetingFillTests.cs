using CsCheck;
using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Orderings;
using FluxEntropy.Sessions;
using FluxEntropy.Sketches;
using static FluxEntropy.Tests.Sessions.Corpus;

namespace FluxEntropy.Tests.Sessions;

/// <summary>Rows of a session in which the rest of a document competes like any other.</summary>
public class CompetingFillTests
{
    private const int Separator = 7;

    // Log-normal with a long tail, all alike, and one that outweighs all others together.
    private static readonly Func<Random, int>[] Lengths =
    [
        random => 1 + (int)Math.Exp(4 + 1.5 * Normal(random)),
        _ => 50,
        random => random.Next(40) == 0 ? 20_000 : random.Next(2, 60),
    ];

    [Fact]
    public void A_retune_holds_from_the_step_that_its_answer_names_whatever_the_lengths()
    {
        for (var run = 0; run < 1000; run++)
        {
            var random = new Random(run);
            var settings = RandomSettings(random);
            using var ordering = new Corpus(run, tokens: Lengths[run % 3]).Grow(random.Next(1, 4)).Ordering();
            var planner = new StepPlanner(settings);
            planner.Adopt(ordering);
            var (history, bins) = (new CurriculumHistory(), random.Next(2, 9));
            history.Add(OneBin(1, 0, bins, random));
            for (var step = 0L; step < settings.TotalSteps; step++)
            {
                if (random.Next(3) == 0)
                {
                    var wanted = OneBin(history.Newest.Version + 1, step, random.Next(2, 9), random);
                    var update = new CurriculumUpdate(history.Newest.Version, null, wanted.Curriculum, "", "");
                    var answer = history.Decide(update, step, settings.TotalSteps);
                    history.Add(wanted with { FromStep = answer.Effective });
                }
                var entry = history.At(step);
                var weights = ((ManualSchedule)entry.Curriculum.Schedule).Weights;
                var (from, to) = Ranks(ordering, Array.IndexOf(weights, 1));
                Assert.All(Next(planner, step, entry).Rows, row =>
                    Assert.InRange(RankOf(ordering, row.Shard, row.Row), from, to - 1)
                );

                (long From, long To) Ranks(SnapshotOrdering over, int bin)
                {
                    var bounds = over.BinBounds(weights.Length, Mass.Tokens);
                    var filled = Enumerable.Range(0, weights.Length).Where(other => bounds[other] < bounds[other + 1]);
                    var nearest = filled.MinBy(other => (Math.Abs(other - bin), other));
                    return (bounds[nearest], bounds[nearest + 1]);
                }
            }
        }
    }

    [Fact]
    public void Every_document_is_served_in_order_and_whole_and_leaves_off_at_the_end_of_a_row_only() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[1, 8], Gen.Int[0, 2], Gen.Int[-1, 0])
            .Sample(
                (seed, bins, kind, separated) =>
                {
                    using var ordering = new Corpus(seed, tokens: Lengths[kind]).Grow(3).Ordering();
                    var settings = Settings(
                        steps: 40,
                        packing: RowPacking.Competing,
                        separator: separated == 0 ? Separator : null
                    );
                    var planner = new StepPlanner(settings);
                    planner.Adopt(ordering);
                    var open = new Dictionary<(int, int), int>();
                    for (var step = 0L; step < settings.TotalSteps; step++)
                    {
                        var planned = Next(
                            planner,
                            step,
                            Entry(1, 0, 1 + (bins + (int)step / 7) % 8, new UniformSchedule())
                        );
                        var at = 0;
                        foreach (var row in planned.Rows)
                        {
                            Assert.Equal(open.GetValueOrDefault((row.Shard, row.Row)), row.FromToken);
                            at += row.Tokens;
                            var end = row.FromToken + row.Tokens;
                            var length = ordering.EntryAt(RankOf(ordering, row.Shard, row.Row)).Tokens;
                            if (end == length + settings.LeadingTokens)
                                open.Remove((row.Shard, row.Row));
                            else
                            {
                                Assert.Equal(0, at % (settings.Time + 1));
                                open[(row.Shard, row.Row)] = end;
                            }
                        }
                        Assert.Equal(settings.StepTokens, at);
                        Assert.Equal(
                            open.Select(document => (document.Key, document.Value)).Order(),
                            planned
                                .Open.Select(document => ((document.Shard, document.Row), document.NextToken))
                                .Order()
                        );
                    }
                },
                iter: 50
            );

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Served_tokens_follow_the_weights_however_long_documents_are(int kind)
    {
        using var ordering = new Corpus(8, tokens: Lengths[kind]).Grow(60).Ordering();
        var settings = Settings(batch: 8, time: 127, steps: 1000, packing: RowPacking.Competing);
        var planner = new StepPlanner(settings);
        planner.Adopt(ordering);
        double[] weights = [1, 2, 3, 4];
        var tokens = new double[4];
        for (var step = 0L; step < settings.TotalSteps; step++)
        {
            foreach (var row in Next(planner, step, Entry(1, 0, 4, new ManualSchedule(weights))).Rows)
                tokens[row.Bin] += row.Tokens;
        }
        // Each slot adds to a bin what its weight says, in expectation, and at most a row: tokens less their expectation are a martingale
        // with a variance of at most a row for each token. Beyond 5 standard deviations once in 1.7 million, and the seed is fixed.
        var deviation = Math.Sqrt(128 * tokens.Sum());
        for (var bin = 0; bin < 4; bin++)
            Assert.InRange(tokens[bin] - tokens.Sum() * weights[bin] / 10, -5 * deviation, 5 * deviation);
    }

    [Fact]
    public async Task One_separator_stands_before_every_document_and_nowhere_else()
    {
        using var ordering = new Corpus(4, tokens: Lengths[0]).Grow(3).Ordering();
        var settings = Settings(batch: 4, steps: 60, packing: RowPacking.Competing, separator: Separator);
        var planner = new StepPlanner(settings);
        planner.Adopt(ordering);
        for (var step = 0L; step < settings.TotalSteps; step++)
        {
            var planned = Next(planner, step, Entry(1, 0, 4, new UniformSchedule()));
            var built = await BatchBuilder.BuildAsync(planned, settings, ReadAsync);
            var at = 0;
            foreach (var row in planned.Rows)
            {
                var expected = Enumerable
                    .Range(row.FromToken, row.Tokens)
                    .Select(token => token == 0 ? Separator : 1000 + token - 1);
                Assert.Equal(expected, built.Tokens[at..(at + row.Tokens)]);
                at += row.Tokens;
            }
        }

        static ValueTask ReadAsync(int shard, int row, int from, Memory<int> destination)
        {
            for (var i = 0; i < destination.Length; i++)
                destination.Span[i] = 1000 + from + i;
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public void A_plan_that_was_not_applied_is_made_again_the_same_and_so_is_one_after_going_back()
    {
        using var ordering = new Corpus(11, tokens: Lengths[0]).Grow(3).Ordering();
        var entry = Entry(1, 0, 5, new UniformSchedule());
        var state = new SessionState(Settings(packing: RowPacking.Competing));
        state.Apply(default, new CurriculumUpdated(entry));
        state.Apply(default, new SnapshotAdopted(ordering.Snapshot));
        state.Planner.Adopt(ordering);
        var steps = new List<PlannedStep>();
        while (state.Planned < 60)
        {
            steps.Add(state.Plan().Step());
            Assert.Equal(steps[^1], state.Plan().Step());
            state.Apply(default, new StepPlanned(steps[^1], 0));
        }
        Assert.Contains(steps, step => step.Open.Length > 1);
        foreach (var back in new[] { 59, 31, 1, 0 })
        {
            state.Apply(default, new StepsDropped(back));
            while (state.Planned < 60)
            {
                Assert.Equal(steps[(int)state.Planned], state.Plan().Step());
                state.Apply(default, new StepPlanned(steps[(int)state.Planned], 0));
            }
        }
    }

    private static SessionSettings RandomSettings(Random random) =>
        Settings(
            batch: random.Next(1, 4),
            time: random.Next(8, 64),
            steps: 12,
            seed: (ulong)random.Next(),
            packing: RowPacking.Competing,
            separator: random.Next(2) == 0 ? Separator : null
        );

    private static CurriculumEntry OneBin(long version, long from, int bins, Random random)
    {
        var weights = new double[bins];
        weights[random.Next(bins)] = 1;
        return Entry(version, from, bins, new ManualSchedule(weights));
    }

    private static long RankOf(SnapshotOrdering ordering, int shard, int row)
    {
        for (var rank = 0L; rank < ordering.Count; rank++)
        {
            var entry = ordering.EntryAt(rank);
            if ((entry.Shard, entry.Row) == (shard, row))
                return rank;
        }
        throw new ArgumentException($"Row {row} of shard {shard} is not ranked.");
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static PlannedStep Next(StepPlanner planner, long step, CurriculumEntry entry)
    {
        var planned = planner.Plan(step, entry).Step();
        planner.Apply(planned);
        return planned;
    }
}
