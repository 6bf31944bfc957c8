namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// Weights of bins as integers that sum to 2^32. Draws only use these, so a log that contains them replays exactly even
/// on machines whose exp and log differ in the last digit.
/// </summary>
public static class BinWeights
{
    /// <summary>What the integers sum to: 2^32.</summary>
    public const long Total = 1L << 32;

    /// <summary>
    /// The nearest integers that sum to <see cref="Total"/>, by the largest-remainder method; ties go to the lower bin.
    /// </summary>
    /// <param name="weights">Finite, not negative, not all zero. [bins]</param>
    public static long[] Quantize(IReadOnlyList<double> weights)
    {
        var sum = weights.Sum();
        var exact = weights.Select(weight => weight / sum * Total).ToArray();
        var integers = exact.Select(value => (long)value).ToArray();
        var missing = Total - integers.Sum();
        foreach (
            var bin in Enumerable
                .Range(0, exact.Length)
                .OrderByDescending(bin => exact[bin] - integers[bin])
                .Take((int)missing)
        )
            integers[bin]++;
        return integers;
    }

    /// <summary>The bin whose part of [0, 2^32) contains a draw.</summary>
    /// <param name="weights">Integers that sum to <see cref="Total"/>.</param>
    /// <param name="draw">A uniform number.</param>
    public static int Pick(ReadOnlySpan<long> weights, uint draw)
    {
        long below = 0;
        for (var bin = 0; bin < weights.Length; bin++)
        {
            below += weights[bin];
            if (draw < below)
                return bin;
        }
        throw new ArgumentException($"Weights sum to {below}, not to {Total}.", nameof(weights));
    }

    /// <summary>What is wrong with weights that a user gave, as the field and what to do; null if nothing is.</summary>
    public static string? Problem(string field, double[]? weights, int bins)
    {
        if (weights is null || weights.Length != bins)
            return $"{field}: {weights?.Length ?? 0} weights for {bins} bins; give one for each bin.";
        for (var bin = 0; bin < bins; bin++)
        {
            if (!double.IsFinite(weights[bin]) || weights[bin] < 0)
                return $"{field}[{bin}]: {weights[bin]} is not a weight; weights are finite and not negative.";
        }
        return weights.All(weight => weight == 0) ? $"{field}: all are zero; at least one bin needs weight." : null;
    }
}
