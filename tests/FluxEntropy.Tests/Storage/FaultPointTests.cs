using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Storage;

public class FaultPointTests
{
    [Theory]
    [InlineData("shard.cut", "shard.cut", 1, false, null)]
    [InlineData("shard.cut:3", "shard.cut", 3, false, null)]
    [InlineData("hang@shard.cut:3", "shard.cut", 3, true, null)]
    [InlineData("scorer.document=a: b=c", "scorer.document", 1, false, "a: b=c")]
    public void A_fault_is_armed_by_name_visit_and_value(string text, string name, int visit, bool hangs, string? value)
    {
        var point = Assert.Single(FaultPoint.ParseAll(text));

        Assert.Equal((name, visit, hangs, value), (point.Name, point.Visit, point.Hangs, point.Value));
    }

    [Fact]
    public void Several_faults_stand_between_commas() =>
        Assert.Equal(
            ["shard.cut", "scorer.before-score"],
            FaultPoint.ParseAll("shard.cut:2,hang@scorer.before-score").Select(point => point.Name)
        );

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Nothing_is_armed_unless_somebody_says_so(string? text) => Assert.Empty(FaultPoint.ParseAll(text));

    [Theory]
    [InlineData("shard.cut:x")]
    [InlineData("shard.cut:0")]
    public void A_fault_with_a_broken_count_is_refused(string text) =>
        Assert.Throws<ArgumentException>(() => FaultPoint.ParseAll(text));
}
