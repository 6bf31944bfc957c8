using System.Text.RegularExpressions;
using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Sketches;

namespace FluxEntropy.Tests.Curricula;

/// <summary>Curricula as people write them: one line, YAML, JSON.</summary>
public class CurriculumTextTests
{
    private static readonly string[] ParserWords = ["Tokens:", "System.", "LineNumber", "BytePosition", "member"];

    [Fact]
    public void One_line_says_schedule_bins_order_mass_and_policy()
    {
        var curriculum = CurriculumJson.ReadAny(
            " sequential( bins = 4, order=ascending, mass=documents ,dry=stop) | warm-up(0.4) "
        );
        Assert.Equal(
            (4, BinOrder.Ascending, Mass.Documents, DryBinPolicy.Stop),
            (curriculum.Bins, curriculum.Order, curriculum.Mass, curriculum.Dry)
        );
        Assert.Equal(new WarmupSchedule(new SequentialSchedule(), 0.4), curriculum.Schedule);
    }

    [Fact]
    public void Bins_are_counted_from_weights_that_are_given()
    {
        Assert.Equal(3, CurriculumJson.ReadAny("manual(3, 1, 0)").Bins);
        Assert.Equal(2, CurriculumJson.ReadAny("keyFrames(0: [1, 0], 0.5: [0, 1], interpolation=step)").Bins);
        Assert.Equal(
            3,
            CurriculumJson.ReadAny("stages(25000: [1, 0, 0], 30000: [1, 1, 0], 65000: [1, 1, 1]) | floor").Bins
        );
        Assert.Equal(Curriculum.DefaultBins, CurriculumJson.ReadAny("reverse").Bins);
    }

    [Fact]
    public void What_is_not_said_stays_as_it_was()
    {
        var before = CurriculumJson.ReadAny("uniform(bins=9, order=descending, mass=documents, dry=neighbour)");
        Assert.Equal(before with { Schedule = new ReverseSchedule() }, CurriculumJson.ReadAny("reverse", before));
        Assert.Equal(2, CurriculumJson.ReadAny("manual(1, 2)", before).Bins);
    }

    [Theory]
    [InlineData("bins: 4\nschedule: sequential | warmup(0.4)\norder: ascending\n")]
    [InlineData(
        "bins: 4\norder: ascending\nschedule:\n  kind: warmup\n  until: 0.4 # the rest is uniform\n  schedule:\n    kind: sequential\n"
    )]
    [InlineData(
        """{"bins": 4, "order": "ascending", "schedule": {"kind": "warmup", "schedule": "sequential", "until": 0.4}}"""
    )]
    public void Yaml_and_json_mean_the_same_as_one_line(string text) =>
        Assert.Equal(
            CurriculumJson.ReadAny("sequential(bins=4, order=ascending) | warmup(0.4)"),
            CurriculumJson.ReadAny(text)
        );

    [Theory]
    [InlineData("", "column 1")]
    [InlineData("sequential |", "column 13")]
    [InlineData("sequential(", "column 12")]
    [InlineData("sequential)", "brackets")]
    [InlineData("sequential | wobble(1)", "'wobble' is unknown. Known are uniform, sequential")]
    [InlineData("sequental | warmup(0.4)", "'sequental' is unknown. Did you mean 'sequential'?")]
    [InlineData("sequential | warmup(untli=0.4)", "Did you mean 'until'?")]
    [InlineData("sequential | floor(0.1", ", but it ends there.")]
    [InlineData("sequential & floor", ", not '&'.")]
    [InlineData("{", "curriculum: line 1, byte 2")]
    [InlineData("""{"schedule": "uniform", "bns": 3}""", "curriculum: 'bns' is not one of its fields.")]
    [InlineData("""{"bins": 3}""", "curriculum: 'schedule' is missing.")]
    [InlineData("""{"schedule": "uniform", "bins": "many"}""", "curriculum: bins is not a whole number.")]
    [InlineData("uniform | sequential", "'sequential' takes no schedule before it")]
    [InlineData("warmup(0.4)", "schedule")]
    [InlineData("sequential | warmup(0.4, 0.5)", "'warmup' takes schedule, until, not as many")]
    [InlineData("sequential | warmup(soon)", "warmup(until): expected a number")]
    [InlineData("sequential | warmup(speed=1)", "warmup has no 'speed'; it takes schedule, until")]
    [InlineData("sequential | warmup(0.4, until=0.5)", "warmup(until) is given twice")]
    [InlineData("periodic(square)", "'square' is none of triangle, sawtooth, cosine")]
    [InlineData("manual(1, [2])", "expected a number")]
    [InlineData("keyFrames(0.5)", "expected a pair")]
    [InlineData("manual(1, -2)", "schedule.weights[1]: -2")]
    [InlineData("manual(0, 0)", "schedule.weights: all are zero")]
    [InlineData("manual(1, 2, 3, bins=2)", "3 weights for 2 bins")]
    [InlineData("uniform(bins=300)", "bins: 300 is outside 1 to 256")]
    [InlineData("uniform(bins=2.5)", "bins: expected a whole number")]
    [InlineData("interleaved(5000)", "cycles: 5000 is outside")]
    [InlineData("fixed_discrete([10, 20], [5, 6])", "2 steps for 2 difficulties")]
    [InlineData("incremental(0.5, 200)", "some are shares of the run")]
    [InlineData("softmax(0)", "temperature: 0")]
    [InlineData("bins: 4\nschedule: *other\n", "alias")]
    [InlineData("bins: 4\nbins: 5\nschedule: uniform\n", "bins")]
    [InlineData("schedule: [\n", "line")]
    [InlineData("speed: 4\nschedule: uniform\n", "speed")]
    public void What_is_wrong_is_named(string text, string named)
    {
        var message = Assert.Throws<FormatException>(() => CurriculumJson.ReadAny(text)).Message;
        Assert.Contains(named, message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(ParserWords, word => message.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sequential | floor(0.1)")]
    [InlineData("sequential | floor(0.25)")]
    [InlineData("interleaved(4)")]
    [InlineData("competence(0.01, 2)")]
    [InlineData("sequential | mix(uniform, 0.5)")]
    [InlineData("doReMi(stepSize=1, smoothing=0.001)")]
    [InlineData("uniform")]
    public void Line_shows_every_argument_whether_or_not_it_is_the_default(string line) =>
        Assert.Equal(line, CurriculumJson.OneLine(CurriculumJson.ReadAny(line).Schedule));

    [Fact]
    public void Every_documented_schedule_is_read()
    {
        var section = File.ReadAllText(Path.Combine(CurriculumSchemaTests.Repository(), "docs", "schedules.md"))
            .Split("## What to write")[1]
            .Split("##")[0];
        var shown = Regex
            .Matches(section, "`([^`]+)`")
            .Select(match => match.Groups[1].Value.Replace("\\|", "|").Replace("…", "uniform"))
            .Where(text => !text.Contains('/') && !text.StartsWith("flux", StringComparison.Ordinal) && text[0] != '-')
            .ToList();
        Assert.True(shown.Count >= 30, $"only {shown.Count} schedules were found");
        Assert.All(shown, schedule => CurriculumJson.ReadAny(schedule));
    }

    [Fact]
    public void Text_that_is_nested_or_long_beyond_reason_is_refused_and_costs_nothing()
    {
        Assert.Throws<FormatException>(() => CurriculumJson.ReadAny(new string('(', 1_000_000)));
        Assert.Throws<FormatException>(() =>
            CurriculumJson.ReadAny("manual(" + new string('[', 60) + new string(']', 60) + ")")
        );
        Assert.Throws<FormatException>(() =>
            CurriculumJson.ReadAny("uniform" + string.Concat(Enumerable.Repeat(" | floor", 5000)))
        );
        Assert.Throws<FormatException>(() =>
            CurriculumJson.ReadAny("schedule: uniform\n" + new string('x', 2_000_000))
        );
        Assert.Throws<FormatException>(() =>
            CurriculumJson.ReadAny(string.Concat(Enumerable.Repeat("{\"schedule\":", 200)) + "1" + new string('}', 200))
        );
    }
}
