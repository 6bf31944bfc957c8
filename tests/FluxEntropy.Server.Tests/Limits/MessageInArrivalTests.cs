using FluxEntropy.Server.Limits;
using Microsoft.Extensions.Time.Testing;

namespace FluxEntropy.Server.Tests.Limits;

public sealed class MessageInArrivalTests
{
    [Fact]
    public void More_is_waited_for_the_longer_the_more_has_come()
    {
        var time = new FakeTimeProvider();
        var message = new MessageInArrival(1 << 20, time.GetTimestamp());

        Assert.Equal(5, message.Patience(time).TotalSeconds);
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(1, message.Patience(time).TotalSeconds);
        Assert.Equal(3, message.With(2 << 16).Patience(time).TotalSeconds);
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(TimeSpan.Zero, message.Patience(time));
        Assert.Contains("1048576 bytes was begun, and only 0", message.Late, StringComparison.Ordinal);
    }
}
