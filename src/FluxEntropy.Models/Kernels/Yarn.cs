using FluxEntropy.Models.Architectures;

namespace FluxEntropy.Models.Kernels;

/// <summary>
/// The frequencies of YaRN (Peng et al., arXiv 2309.00071): those that turn often in the original context are kept, those that
/// hardly turn are divided, those between are blended.
/// </summary>
internal static class Yarn
{
    /// <param name="plain">Frequencies without scaling.</param>
    /// <param name="theta">Their base.</param>
    /// <param name="scaling">How they are stretched.</param>
    internal static double[] Frequencies(double[] plain, double theta, YarnRopeScaling scaling)
    {
        var (low, high) = Borders(2 * plain.Length, theta, scaling);
        return
        [
            .. plain.Select(
                (frequency, i) =>
                {
                    var stretched = Math.Clamp((i - low) / (high - low), 0, 1);
                    return frequency * (1 - stretched) + frequency / scaling.Factor * stretched;
                }
            ),
        ];
    }

    /// <summary>The frequency up to which all are kept, and that from which all are stretched in full.</summary>
    private static (double Low, double High) Borders(int turned, double theta, YarnRopeScaling scaling)
    {
        double Of(double turns) =>
            turned * Math.Log(scaling.OriginalContext / (turns * 2 * Math.PI)) / (2 * Math.Log(theta));

        var (low, high) = (Of(scaling.BetaFast), Of(scaling.BetaSlow));
        if (scaling.Truncates)
            (low, high) = (Math.Floor(low), Math.Ceiling(high));
        (low, high) = (Math.Max(low, 0), Math.Min(high, turned - 1));
        return low == high ? (low, high + 0.001) : (low, high);
    }
}
