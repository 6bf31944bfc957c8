using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Tests.Output;

public sealed class LogPaceTests
{
    [Theory]
    [InlineData(20, 1)] // a short job says that it has begun
    [InlineData(300, 10)] // a line a tenth
    [InlineData(120, 5)] // but none within half a minute of another
    [InlineData(36_000, 120)] // a long one is not taken for one that hangs: five minutes
    public void Lines_in_a_log_are_few(int seconds, int most)
    {
        var pace = new LogPace();

        var lines = Enumerable
            .Range(0, 5 * seconds)
            .Count(i => pace.IsDue((double)i / (5 * seconds), TimeSpan.FromSeconds(2 + i / 5.0)));

        Assert.InRange(lines, 1, most);
    }

    [Fact]
    public void Work_that_stands_still_is_told_of_now_and_then()
    {
        var pace = new LogPace();

        var lines = Enumerable.Range(0, 3600).Count(second => pace.IsDue(0, TimeSpan.FromSeconds(second)));

        Assert.Equal(12, lines);
    }
}
