namespace FluxEntropy.Analysis.Statistics;

/// <summary>Which of several intervals a value falls into.</summary>
public static class Buckets
{
    /// <summary>
    /// Bucket i holds what is above boundary i − 1 and up to boundary i, as NumPy's <c>searchsorted</c> with its
    /// default side has it; of equal boundaries the first takes all, and the buckets between them stay empty.
    /// </summary>
    /// <param name="value">A value.</param>
    /// <param name="boundaries">Rising.</param>
    /// <returns>0 to the number of boundaries.</returns>
    public static int Of(double value, double[] boundaries)
    {
        var (low, high) = (0, boundaries.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (boundaries[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
