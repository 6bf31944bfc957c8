namespace FluxEntropy.Sessions;

/// <summary>A bin has no document left that was not served, and the curriculum says to stop there.</summary>
public sealed class BinRanDryException(long step, int bin, int bins)
    : Exception($"bin {bin + 1} of {bins} ran dry at step {step}")
{
    /// <summary>Step that could not be planned.</summary>
    public long Step { get; } = step;

    /// <summary>The bin, from 0.</summary>
    public int Bin { get; } = bin;
}
