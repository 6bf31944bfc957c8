namespace FluxEntropy.Sessions;

/// <summary>Looks for a bin beside another.</summary>
internal static class BinSearch
{
    /// <summary>The nearest bin that will do, the lower one of two. One has to be there.</summary>
    /// <param name="bin">Where to begin.</param>
    /// <param name="bins">How many there are.</param>
    /// <param name="isGood">Whether one will do.</param>
    public static int Nearest(int bin, int bins, Predicate<int> isGood)
    {
        for (var distance = 0; distance <= bins; distance++)
        {
            if (bin - distance >= 0 && isGood(bin - distance))
                return bin - distance;
            if (bin + distance < bins && isGood(bin + distance))
                return bin + distance;
        }
        throw new InvalidOperationException("No bin has documents.");
    }
}
