namespace FluxEntropy.Server.Limits;

/// <summary>
/// A message that has its memory and is on its way. A client that stops in its middle would keep that memory from others.
/// </summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Since">When it was let in, as a timestamp of the clock.</param>
/// <param name="Arrived">How much of it is here.</param>
internal sealed record MessageInArrival(long Bytes, long Since, long Arrived = 0)
{
    private const int LeastBytesPerSecond = 64 << 10;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>What a client is told whose message is late.</summary>
    public string Late =>
        $"a message of {Bytes} bytes was begun, and only {Arrived} of them came at {LeastBytesPerSecond >> 10} KiB a second, the least "
        + "that is waited for. What was acknowledged is kept: send the rest again, in smaller batches.";

    /// <summary>The same, more of it being here.</summary>
    public MessageInArrival With(long arrived) => this with { Arrived = arrived };

    /// <summary>How long to wait for more.</summary>
    public TimeSpan Patience(TimeProvider time)
    {
        var left = Grace + TimeSpan.FromSeconds(Arrived / (double)LeastBytesPerSecond) - time.GetElapsedTime(Since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
