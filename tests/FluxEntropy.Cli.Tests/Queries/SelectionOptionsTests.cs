using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Queries;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Tests.Queries;

public sealed class SelectionOptionsTests
{
    [Fact]
    public void Open_ends_of_a_range_stay_open()
    {
        Assert.Equal((0ul, 20ul), (Read("--ranks ..20").Ranks.From, Read("--ranks ..20").Ranks.To));
        Assert.Equal((0.9, 1.0), (Read("--fractions 0.9..").Fractions.From, Read("--fractions 0.9..").Fractions.To));
        var values = Read("--values 2.5..").Values;
        Assert.True(values.HasMin);
        Assert.False(values.HasMax);
    }

    [Fact]
    public void Metadata_may_hold_an_equals_sign()
    {
        var request = Read("--where language=en --where rule=a=b");

        Assert.Equal(("en", "a=b"), (request.Where["language"], request.Where["rule"]));
    }

    [Fact]
    public void Rank_that_is_not_whole_is_refused() =>
        Assert.Contains(
            "ranks are whole numbers",
            Assert.Throws<WrongUsageException>(() => Read("--ranks 0.5..2")).Message,
            StringComparison.Ordinal
        );

    private static QueryRequest Read(string arguments)
    {
        var options = new SelectionOptions();
        var command = new RootCommand();
        foreach (var option in options.All.OfType<Option>())
            command.Options.Add(option);
        return options.Request(command.Parse($"--corpus books {arguments}"));
    }
}
