namespace FluxEntropy.Models.Kernels.Cpu;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    /// <summary>
    /// Φ(x), the share below x, to 8e-8: formula 7.1.26 of Abramowitz and Stegun, Handbook of Mathematical Functions, 1964.
    /// </summary>
    internal static double Below(double x)
    {
        var z = Math.Abs(x) / Math.Sqrt(2);
        var t = 1 / (1 + 0.3275911 * z);
        var tail =
            t
            * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
            * Math.Exp(-z * z)
            / 2;
        return x < 0 ? tail : 1 - tail;
    }
}
