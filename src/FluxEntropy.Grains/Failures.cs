using FluxEntropy.Logs;

namespace FluxEntropy.Grains;

/// <summary>Tells what passes by itself from what does not.</summary>
public static class Failures
{
    /// <summary>
    /// Whether a call failed for want of a silo, of time or of the store of fencing records. Whether it took effect is
    /// unknown; it can be repeated, and a later one may succeed.
    /// </summary>
    public static bool IsTransient(this Exception exception) =>
        exception is TimeoutException or OrleansException or LogFencedException or FenceUnavailableException;
}
