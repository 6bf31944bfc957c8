namespace FluxEntropy.Analysis.Statistics;

/// <summary>SplitMix64 (Steele, Lea and Flood, 2014): a fast generator whose state is one integer.</summary>
internal static class SplitMix64
{
    /// <summary>The next 64 bits.</summary>
    public static ulong Next(ref ulong state)
    {
        var z = state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
