using FluxEntropy.Cli.Output;
using Progress = FluxEntropy.Cli.Output.Progress;

namespace FluxEntropy.Cli.Tests.Output;

public sealed class ProgressTextTests
{
    [Fact]
    public void Share_and_time_left_stand_before_the_note() =>
        Assert.Equal(
            "Scoring: 25%, 42 s left · 10 documents",
            ProgressText.Plain(
                "Scoring",
                new Progress(1, 4, "10 documents"),
                TimeSpan.FromSeconds(42),
                TimeSpan.FromSeconds(9)
            )
        );

    [Fact]
    public void Work_of_unknown_length_has_no_share() =>
        Assert.Equal(
            "Counting: 7 documents · 12 s so far",
            ProgressText.Plain("Counting", new Progress(7, null, "7 documents"), null, TimeSpan.FromSeconds(12))
        );

    [Fact]
    public void Live_line_fits_its_terminal()
    {
        var line = ProgressText.Live("Scoring", new Progress(1, 2, new string('x', 200)), null, default, width: 60);

        Assert.Contains(" 50%", line, StringComparison.Ordinal);
        Assert.True(Spectre.Console.Markup.Remove(line).Length <= 60);
    }

    [Fact]
    public void Before_anything_is_done_the_clock_shows_that_it_goes_on() =>
        Assert.Equal(
            "Ingesting: 40 documents sent, none acknowledged yet · 12 s so far",
            ProgressText.Plain(
                "Ingesting",
                new Progress(0, 100, "40 documents sent, none acknowledged yet"),
                null,
                TimeSpan.FromSeconds(12)
            )
        );

    [Fact]
    public void Live_line_counts_cells()
    {
        var line = ProgressText.Live("Scoring", new Progress(1, 2, new string('語', 90)), null, default, width: 60);

        Assert.True(Printable.Width(Spectre.Console.Markup.Remove(line)) <= 60);
    }
}
