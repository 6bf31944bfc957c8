using CsCheck;
using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Sessions;
using FluxEntropy.Tests.Sessions;

namespace FluxEntropy.Tests.Curricula;

/// <summary>Every schedule against a closed form that is written here once more, and against what the planner serves under it.</summary>
public class ScheduleTests
{
    private const int Steps = 997;

    /// <summary>Expressions with the weights that they mean, before scaling, as a function of progress and bins.</summary>
    private static readonly Dictionary<string, Func<double, int, double[]>> ClosedForms = new()
    {
        ["uniform"] = (_, bins) => Alike(bins),
        ["sequential"] = (p, bins) => Only((int)(p * bins), bins),
        ["reverse"] = (p, bins) => Only(bins - 1 - (int)(p * bins), bins),
        ["interleaved(3)"] = (p, bins) => Only((int)(p * 3 % 1 * bins), bins),
        ["babySteps"] = (p, bins) => Lowest((Math.Floor(p * bins) + 1) / bins, bins),
        ["incremental(200, 300, 400)"] = (p, bins) =>
            Lowest(
                p * Steps < 200 ? 1 / 3.0
                    : p * Steps < 500 ? 2 / 3.0
                    : 1,
                bins
            ),
        ["incremental(0.5, 0.5)"] = (p, bins) => Lowest(p < 0.5 ? 0.5 : 1, bins),
        ["competence"] = (p, bins) => Lowest(Math.Sqrt(p * (1 - 1e-4) + 1e-4), bins),
        ["competence(0.2, root=3)"] = (p, bins) => Lowest(Math.Cbrt(p * (1 - 0.008) + 0.008), bins),
        ["linear"] = (p, bins) => Lowest(0.1 + 0.9 * p, bins),
        ["quadratic(0)"] = (p, bins) => Lowest(p * p, bins),
        ["inverse_quadratic(0.25)"] = (p, bins) => Lowest(0.25 + 0.75 * p * (2 - p), bins),
        ["exponential(rate=3)"] = (p, bins) =>
            Lowest(0.1 + 0.9 * Math.Exp(3 * p) / (Math.Exp(3) - 1) - 0.9 / (Math.Exp(3) - 1), bins),
        ["logarithmic"] = (p, bins) => Lowest(0.1 + 0.9 * Math.Log(1 + p * (Math.Exp(5) - 1)) / 5, bins),
        ["sigmoid"] = (p, bins) => Lowest(0.1 + 0.9 * (Math.Tanh(5 * (p - 0.5)) / Math.Tanh(2.5) + 1) / 2, bins),
        ["stepwise(0.2, 4)"] = (p, bins) => Lowest(0.2 + 0.8 * Math.Min(3, Math.Floor(4 * p)) / 3, bins),
        ["fixed_linear(10, 90, 500, difficultyStep=5)"] = (p, bins) => Lowest(DeepSpeed(10, 90, 500, 1, 5, p), bins),
        ["fixed_root(20, 100, 900, rootDegree=2, difficultyStep=8)"] = (p, bins) =>
            Lowest(DeepSpeed(20, 100, 900, 2, 8, p), bins),
        ["fixed_discrete([10, 40, 100], [99, 499])"] = (p, bins) =>
            Lowest(
                Step(p) <= 99 ? 0.1
                    : Step(p) <= 499 ? 0.4
                    : 1,
                bins
            ),
        ["window(0.3)"] = (p, bins) => Overlap(0.7 * p, 0.3, bins),
        ["vShape"] = (p, bins) => Only((int)((p <= 0.45 ? p / 0.45 : 1 - (p - 0.45) / 0.55) * bins), bins),
        ["vShape(0.3, width=0.4)"] = (p, bins) => Overlap(0.6 * (p <= 0.3 ? p / 0.3 : 1 - (p - 0.3) / 0.7), 0.4, bins),
        ["periodic"] = (p, bins) => Only((int)(Triangle(4 * p) * bins), bins),
        ["periodic(sawtooth, 0.2, phase=0.5, width=0.25)"] = (p, bins) =>
            Overlap(0.75 * ((5 * p + 0.5) % 1), 0.25, bins),
        ["periodic(cosine, 200, width=0.5)"] = (p, bins) =>
            Overlap(0.5 * (1 - Math.Cos(2 * Math.PI * p * Steps / 200)) / 2, 0.5, bins),
        ["uniform | then(sequential)"] = (p, bins) => p < 0.5 ? Alike(bins) : Only((int)((p - 0.5) * 2 * bins), bins),
        ["sequential | warmup(0.4)"] = (p, bins) => p < 0.4 ? Only((int)(p / 0.4 * bins), bins) : Alike(bins),
        ["reverse | mix(window(0.3), 0.25)"] = (p, bins) =>
            Sum(Only(bins - 1 - (int)(p * bins), bins), 0.75, Overlap(0.7 * p, 0.3, bins), 0.25 / 0.3),
        ["sequential | floor(0.2)"] = (p, bins) => Sum(Only((int)(p * bins), bins), 0.8, Alike(bins), 0.2 / bins),
        ["doReMi | floor(0.5)"] = (_, bins) => Alike(bins), // before a loss was reported
    };

    public static TheoryData<string> Expressions => [.. ClosedForms.Keys];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void A_schedule_follows_its_closed_form(string expression)
    {
        // Sampled exactly at every step of a run this short; only the cosine is straight lines, 64 a period.
        var tolerance = expression.Contains("cosine", StringComparison.Ordinal) ? 0.003 : 1e-9;
        foreach (var bins in new[] { 1, 3, 6, 10 })
        {
            var frames = (CurriculumJson.ReadAny(expression) with { Bins = bins }).KeyFrames(Steps);
            for (var step = 0; step < Steps; step++)
            {
                var p = (double)step / Steps;
                var weights = frames.WeightsAt(p);
                Assert.Equal(1, weights.Sum(), 9);
                Assert.All(weights, weight => Assert.True(weight >= 0));
                // At a jump, the last digit of p decides on which side of it a step lies.
                var expected = new[] { p, p - 1e-12, p + 1e-12 }.Select(near =>
                    Scaled(ClosedForms[expression](Math.Max(0, near), bins))
                );
                Assert.True(
                    expected.Any(form => form.Zip(weights, (a, b) => Math.Abs(a - b)).Max() <= tolerance),
                    $"{expression} over {bins} bins at step {step}: {string.Join(", ", weights)}"
                );
            }
        }
    }

    /// <summary>
    /// Tokens that the planner serves of each bin, against the sum of the closed form over the steps. A document has at most L = 60 tokens,
    /// so that the variance of a bin's tokens is at most L times their mean: beyond five standard deviations once in a million. What the
    /// last document of a step has left is served by the next one: one L for each jump of the weights, at most one a step of a bin.
    /// </summary>
    [Theory]
    [MemberData(nameof(Expressions))]
    public void Served_shares_follow_the_closed_form(string expression)
    {
        ServedSharesFollow(expression, RowPacking.Carried);
        ServedSharesFollow(expression, RowPacking.Competing);
    }

    private static void ServedSharesFollow(string expression, RowPacking packing)
    {
        const int Bins = 5;
        const int Longest = 60;
        using var ordering = new Corpus(11).Grow(12).Ordering();
        var settings = Corpus.Settings(steps: Steps, packing: packing);
        var planner = new StepPlanner(settings);
        planner.Adopt(ordering);
        var entry = new CurriculumEntry(1, 0, CurriculumJson.ReadAny(expression) with { Bins = Bins }, "", "", default);
        var (served, expected, jumps) = (new double[Bins], new double[Bins], new double[Bins]);
        var before = new double[Bins];
        for (var step = 0; step < Steps; step++)
        {
            var planned = planner.Plan(step, entry).Step();
            planner.Apply(planned);
            foreach (var row in planned.Rows)
                served[row.Bin] += row.Tokens;
            var weights = Scaled(ClosedForms[expression]((double)step / Steps, Bins));
            for (var bin = 0; bin < Bins; bin++)
            {
                expected[bin] += weights[bin] * settings.StepTokens;
                jumps[bin] += Math.Abs(weights[bin] - before[bin]);
            }
            before = weights;
        }
        for (var bin = 0; bin < Bins; bin++)
        {
            var bound = 5 * Math.Sqrt(Longest * expected[bin]) + Longest * (1 + jumps[bin]);
            Assert.InRange(served[bin], expected[bin] - bound, expected[bin] + bound);
        }
    }

    [Theory]
    [MemberData(nameof(Expressions))]
    public void A_schedule_on_one_line_and_as_json_gives_back_what_was_written(string expression)
    {
        var curriculum = CurriculumJson.ReadAny(expression) with { Dry = DryBinPolicy.Neighbour };
        Assert.Equal(curriculum.ToJson(), Curriculum.FromJson(curriculum.ToJson()).ToJson());
        var line = CurriculumJson.OneLine(curriculum.Schedule);
        Assert.Equal(
            curriculum.ToJson(),
            (CurriculumJson.ReadAny(line) with { Dry = DryBinPolicy.Neighbour }).ToJson()
        );
        Assert.Equal(line, CurriculumJson.OneLine(CurriculumJson.ReadAny(line).Schedule));
    }

    [Theory]
    [InlineData("window(0.2)", true)]
    [InlineData("competence", true)]
    [InlineData("linear", true)]
    [InlineData("sigmoid", true)]
    [InlineData("vShape(width=0.3)", true)]
    [InlineData("periodic(cosine, width=0.4)", true)]
    [InlineData("keyFrames(0: [1, 0, 0], 1: [0, 0, 1])", true)]
    [InlineData("sequential", false)]
    [InlineData("vShape", false)]
    [InlineData("window(0.2) | then(reverse)", false)]
    public void Smooth_schedules_have_no_jump_and_others_have(string expression, bool isSmooth)
    {
        const int Parts = 100_000;
        var frames = CurriculumJson.ReadAny(expression).KeyFrames(1_000_000);
        var largest = 0.0;
        var before = frames.WeightsAt(0);
        for (var i = 1; i <= Parts; i++)
        {
            var weights = frames.WeightsAt((double)i / Parts);
            largest = Math.Max(largest, weights.Zip(before, (a, b) => Math.Abs(a - b)).Max());
            before = weights;
        }
        Assert.Equal(isSmooth, largest < 0.005); // no slope above 500 a run
    }

    [Fact]
    public void Any_combination_gives_weights_that_sum_to_one_and_are_never_negative()
    {
        var simple = Gen.OneOfConst([.. ClosedForms.Keys.Where(key => !key.Contains('|') && key[0] != 'd')]);
        var combined = Gen.Select(simple, simple, Gen.Int[0, 4], Gen.Double[0.01, 0.99])
            .Select(
                (one, other, kind, share) =>
                    kind switch
                    {
                        0 => $"{one} | then({other}, {Number(share)})",
                        1 => $"{one} | mix({other}, {Number(share)})",
                        2 => $"{one} | warmup({Number(share)}) | floor({Number(share)})",
                        3 => $"{one} | floor({Number(share)}) | then({other} | mix({one}))",
                        _ => one,
                    }
            );
        Gen.Select(combined, Gen.Int[1, 40], Gen.Long[1, 1_000_000], Gen.Double[0, 1])
            .Sample(
                (expression, bins, steps, p) =>
                {
                    var curriculum = CurriculumJson.ReadAny(expression) with { Bins = bins };
                    Assert.Null(curriculum.Problem());
                    var weights = curriculum.KeyFrames(steps).WeightsAt(p);
                    Assert.Equal(bins, weights.Length);
                    Assert.Equal(1, weights.Sum(), 9);
                    Assert.All(weights, weight => Assert.True(weight >= 0));
                    Assert.Equal(BinWeights.Total, BinWeights.Quantize(weights).Sum());
                },
                iter: 100
            );

        static string Number(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static double[] Alike(int bins) => [.. Enumerable.Repeat(1.0, bins)];

    private static double[] Only(int bin, int bins) =>
        [.. Enumerable.Range(0, bins).Select(i => i == Math.Clamp(bin, 0, bins - 1) ? 1.0 : 0)];

    private static double[] Lowest(double share, int bins) => Overlap(0, Math.Max(share, 1.0 / bins), bins);

    private static double[] Overlap(double low, double width, int bins) =>
        [
            .. Enumerable
                .Range(0, bins)
                .Select(bin =>
                    Math.Max(0, Math.Min(low + width, (bin + 1.0) / bins) - Math.Max(low, (double)bin / bins))
                ),
        ];

    private static double[] Sum(double[] one, double a, double[] other, double b) =>
        [.. one.Zip(other, (x, y) => a * x + b * y)];

    private static double[] Scaled(double[] weights) => [.. weights.Select(weight => weight / weights.Sum())];

    private static double Triangle(double x) => 1 - Math.Abs(1 - x % 1 * 2);

    private static int Step(double p) => (int)Math.Round(p * Steps);

    // As deepspeed/runtime/data_pipeline/curriculum_scheduler.py has it: root, then rounded down, then the largest.
    private static double DeepSpeed(double min, double max, double total, double root, double step, double p)
    {
        var difficulty = Math.Floor(min + Math.Pow(Step(p) / total, 1 / root) * (max - min));
        return Math.Min(difficulty - difficulty % step, max) / 100;
    }
}
