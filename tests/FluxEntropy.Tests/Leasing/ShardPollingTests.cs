using FluxEntropy.Leasing;

namespace FluxEntropy.Tests.Leasing;

public class ShardPollingTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Shards_are_asked_less_often_while_there_is_work_anyway()
    {
        var polling = new ShardPolling(1, Second, 5 * Second);
        Assert.Equal([0], polling.Due(isBusy: false, Start));
        polling.Answered(0);
        Assert.Empty(polling.Due(isBusy: true, Start + Second));
        Assert.Equal([0], polling.Due(isBusy: false, Start + Second));
    }

    [Fact]
    public void A_shard_that_does_not_answer_is_not_asked_again_and_holds_up_no_other()
    {
        var polling = new ShardPolling(2, Second, 5 * Second);
        Assert.Equal([0, 1], polling.Due(isBusy: false, Start));
        polling.Answered(1);
        Assert.Equal([1], polling.Due(isBusy: false, Start + Second));
    }
}
