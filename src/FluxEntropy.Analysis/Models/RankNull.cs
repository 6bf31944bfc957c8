using FluxEntropy.Analysis.Statistics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;

namespace FluxEntropy.Analysis.Models;

/// <summary>
/// Spread of ranks by tenth that models would show which agree equally well everywhere: a Gaussian copula with one
/// correlation for every two models. Ranks have a least and a largest one, so that the spread falls towards both ends
/// by itself.
/// </summary>
/// <param name="Rho">
/// Correlation of the copula, 2·sin(π/6 · mean Spearman's ρ) (Kruskal, "Ordinal Measures of Association", 1958).
/// </param>
/// <param name="Mean">Mean of the tenths' mean deviations. [10]</param>
/// <param name="Low">2.5% of the draws lie below. [10]</param>
/// <param name="High">2.5% of the draws lie above. [10]</param>
public sealed record RankNull(double Rho, double[] Mean, double[] Low, double[] High)
{
    /// <summary>How often it is drawn; the seed is fixed.</summary>
    public const int Draws = 300;

    /// <summary>Draws it.</summary>
    /// <param name="spearman">Between every two models. [models][models]</param>
    /// <param name="texts">Texts.</param>
    public static RankNull Of(double[][] spearman, int texts)
    {
        var models = spearman.Length;
        var mean = spearman.SelectMany((row, i) => row.Where((_, j) => j != i)).Average();
        var rho = Math.Clamp(2 * Math.Sin(Math.PI / 6 * mean), 0, 1);
        var random = new MersenneTwister(1);
        var deviations = Enumerable.Range(0, Draws).Select(_ => Draw(models, texts, rho, random)).ToArray();
        double[] At(Func<double[], double> of) =>
            [.. Enumerable.Range(0, 10).Select(decile => of([.. deviations.Select(draw => draw[decile]).Order()]))];
        return new RankNull(
            rho,
            At(sorted => sorted.Average()),
            At(sorted => Summary.Quantile(sorted, 0.025)),
            At(sorted => Summary.Quantile(sorted, 0.975))
        );
    }

    private static double[] Draw(int models, int texts, double rho, MersenneTwister random)
    {
        double Gaussian() => Normal.Sample(random, 0, 1);
        var shared = Enumerable.Range(0, texts).Select(_ => Gaussian()).ToArray();
        var ranks = Enumerable
            .Range(0, models)
            .Select(_ =>
                Ranks
                    .Descending([.. shared.Select(common => Math.Sqrt(rho) * common + Math.Sqrt(1 - rho) * Gaussian())])
                    .Select(rank => (double)rank)
                    .ToArray()
            )
            .ToArray();
        return [.. DecileSpread.Of(ranks, ranks[0]).Select(decile => decile.MeanSdDdof1)];
    }
}
