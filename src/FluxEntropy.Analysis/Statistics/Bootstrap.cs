namespace FluxEntropy.Analysis.Statistics;

/// <summary>
/// Percentile intervals of 95% from rows drawn again with replacement (Efron, 1979); the seed is fixed, so that they
/// are the same every time.
/// </summary>
/// <param name="Auc">Of the area under the curve of a larger value for true outcomes.</param>
/// <param name="CohensD">Of the difference of the means, true less false, in pooled standard deviations.</param>
/// <param name="Draws">Draws that had both classes.</param>
public readonly record struct Bootstrap((double Low, double High) Auc, (double Low, double High) CohensD, int Draws)
{
    /// <summary>Draws rows.</summary>
    public static Bootstrap Of(double[] values, bool[] outcomes, int draws = 2000, int seed = 1)
    {
        // Sorted once: a draw is then how often each row comes, and a single pass.
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        var (sorted, yes) = (order.Select(i => values[i]).ToArray(), order.Select(i => outcomes[i]).ToArray());
        var state = (ulong)seed;
        var (areas, differences) = (new List<double>(draws), new List<double>(draws));
        var counts = new int[values.Length];
        for (var draw = 0; draw < draws; draw++)
        {
            Array.Clear(counts);
            for (var i = 0; i < counts.Length; i++)
                counts[(int)((SplitMix64.Next(ref state) >> 32) * (ulong)counts.Length >> 32)]++;
            var (auc, d) = Statistics(sorted, yes, counts);
            if (double.IsNaN(auc))
                continue;
            areas.Add(auc);
            differences.Add(d);
        }
        return new Bootstrap(Interval(areas), Interval(differences), areas.Count);
    }

    private static (double Auc, double D) Statistics(double[] values, bool[] yes, int[] counts)
    {
        var (pairs, below) = (0.0, 0.0); // pairs in which the true outcome is larger, ties counting half; false ones below
        var (n1, s1, n0, s0) = (0.0, 0.0, 0.0, 0.0);
        for (var first = 0; first < values.Length; )
        {
            var (tiedYes, tiedNo, value) = (0.0, 0.0, values[first]);
            for (; first < values.Length && values[first] == value; first++)
            {
                if (yes[first])
                    tiedYes += counts[first];
                else
                    tiedNo += counts[first];
            }
            pairs += tiedYes * (below + tiedNo / 2);
            below += tiedNo;
            (n1, s1) = (n1 + tiedYes, s1 + tiedYes * value);
            (n0, s0) = (n0 + tiedNo, s0 + tiedNo * value);
        }
        if (n1 == 0 || n0 == 0)
            return (double.NaN, double.NaN);
        var (m1, m0) = (s1 / n1, s0 / n0);
        return (pairs / (n1 * n0), (m1 - m0) / Math.Sqrt(Squares(values, yes, counts, m1, m0) / (n1 + n0 - 2)));
    }

    // About the means, in a second pass: of values far from 0 the squares would cost most digits of what differs.
    private static double Squares(double[] values, bool[] yes, int[] counts, double meanYes, double meanNo)
    {
        var squares = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            var difference = values[i] - (yes[i] ? meanYes : meanNo);
            squares += counts[i] * difference * difference;
        }
        return squares;
    }

    private static (double, double) Interval(List<double> values)
    {
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        return sorted.Length == 0
            ? (double.NaN, double.NaN)
            : (Summary.Quantile(sorted, 0.025), Summary.Quantile(sorted, 0.975));
    }
}
