using FluxEntropy.Cli.Output;
using Progress = FluxEntropy.Cli.Output.Progress;

namespace FluxEntropy.Cli.Tests.Output;

public sealed class ProgressTextTests
{
    [Fact]
    public void Share_and_time_left_stand_before_the_note() =>
        Assert.Equal(
            "Scoring: 25%, 42 s left · 10 documents",
            ProgressText.Plain("Scoring", new Progress(1, 4, "10 documents"), TimeSpan.FromSeconds(42))
        );

    [Fact]
    public void Work_of_unknown_length_has_no_share() =>
        Assert.Equal(
            "Counting: 7 documents",
            ProgressText.Plain("Counting", new Progress(7, null, "7 documents"), null)
        );

    [Fact]
    public void Live_line_fits_its_terminal()
    {
        var line = ProgressText.Live("Scoring", new Progress(1, 2, new string('x', 200)), null, width: 60);

        Assert.Contains(" 50%", line, StringComparison.Ordinal);
        Assert.True(Spectre.Console.Markup.Remove(line).Length <= 60);
    }

    [Fact]
    public void Time_left_follows_the_pace_of_the_last_ten_seconds()
    {
        var remaining = new RemainingTime();

        Assert.Null(remaining.Of(new Progress(0, 100), TimeSpan.Zero));
        remaining.Of(new Progress(1, 100), TimeSpan.FromSeconds(20)); // slow at first
        var left = remaining.Of(new Progress(51, 100), TimeSpan.FromSeconds(25));

        Assert.Equal(4.9, left!.Value.TotalSeconds, tolerance: 0.01);
    }
}
