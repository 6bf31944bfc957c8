using FluxEntropy.Suggestions;

namespace FluxEntropy.Tests.Suggestions;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["sequential", "reverse", "uniform", "mix"];

    [Theory]
    [InlineData("sequental", "sequential")]
    [InlineData("reevrse", "reverse")] // two letters swapped are two edits
    [InlineData("UNIFORM", "uniform")]
    [InlineData("mx", "mix")]
    public void Slip_finds_the_name_that_was_meant(string said, string meant) =>
        Assert.Equal(meant, NearestName.Of(said, Known));

    [Theory]
    [InlineData("wobble")]
    [InlineData("rev")]
    [InlineData("a")]
    [InlineData("")]
    public void Name_that_is_far_from_all_finds_none(string said) =>
        Assert.Equal("", NearestName.Question(said, Known));

    [Fact]
    public void Question_follows_a_sentence() =>
        Assert.Equal(" Did you mean 'mix'?", NearestName.Question("mixx", Known));
}
