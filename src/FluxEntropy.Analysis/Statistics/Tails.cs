using MathNet.Numerics;

namespace FluxEntropy.Analysis.Statistics;

/// <summary>
/// Upper tails of distributions, exact where they are tiny: one minus a distribution function would give 0 there.
/// </summary>
internal static class Tails
{
    /// <summary>P(|Z| ≥ |z|) of a standard normal.</summary>
    public static double Normal(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>P(|T| ≥ |t|) of Student's t.</summary>
    public static double Student(double t, double degrees) =>
        double.IsInfinity(t) ? 0 : SpecialFunctions.BetaRegularized(degrees / 2, 0.5, degrees / (degrees + t * t));

    /// <summary>P(F ≥ f).</summary>
    public static double F(double f, double degrees1, double degrees2) =>
        double.IsInfinity(f)
            ? 0
            : SpecialFunctions.BetaRegularized(degrees2 / 2, degrees1 / 2, degrees2 / (degrees2 + degrees1 * f));

    /// <summary>P(χ² ≥ x).</summary>
    public static double ChiSquared(double x, double degrees) =>
        SpecialFunctions.GammaUpperRegularized(degrees / 2, x / 2);
}
