using FluxEntropy.Logs;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Fencing;

/// <summary>Tells what passes by itself from what does not.</summary>
public static class Failures
{
    /// <summary>
    /// Whether a call failed for want of a silo, of time, of the store of fencing records or of space on the disk. Whether it
    /// took effect is unknown; it can be repeated, and a later one may succeed.
    /// </summary>
    public static bool IsTransient(this Exception exception) =>
        exception is TimeoutException or OrleansException or LogFencedException or FenceUnavailableException
        || DiskSpace.IsExhausted(exception);
}
