using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Models;

/// <summary>
/// How far models disagree about the texts of one tenth of an order: means, over its texts, of the spread between
/// models.
/// </summary>
public sealed record DecileSpread(
    int Decile,
    int N,
    double MeanVarDdof1,
    double MeanSdDdof1,
    double MedianSdDdof1,
    double MeanRange
)
{
    /// <summary>
    /// The ten tenths of the texts in the order of a key; where keys are equal, the text that comes first is first.
    /// </summary>
    /// <param name="rows">What varies between models. [models][texts]</param>
    /// <param name="key">[texts]</param>
    internal static DecileSpread[] Of(IReadOnlyList<double[]> rows, double[] key)
    {
        var order = Enumerable.Range(0, key.Length).OrderBy(text => key[text]).ToArray();
        return
        [
            .. Enumerable
                .Range(0, 10)
                .Select(decile =>
                    Of(decile + 1, rows, order[(decile * key.Length / 10)..((decile + 1) * key.Length / 10)])
                ),
        ];
    }

    /// <summary>Variance of a text's values between models.</summary>
    internal static double Variance(IReadOnlyList<double[]> rows, int text)
    {
        var mean = rows.Average(row => row[text]);
        return rows.Sum(row => (row[text] - mean) * (row[text] - mean)) / (rows.Count - 1);
    }

    private static DecileSpread Of(int decile, IReadOnlyList<double[]> rows, int[] texts)
    {
        if (texts.Length == 0)
            return new DecileSpread(decile, 0, double.NaN, double.NaN, double.NaN, double.NaN);
        var variances = texts.Select(text => Variance(rows, text)).ToArray();
        var deviations = variances.Select(Math.Sqrt).Order().ToArray();
        return new DecileSpread(
            decile,
            texts.Length,
            variances.Average(),
            deviations.Average(),
            Summary.Quantile(deviations, 0.5),
            texts.Average(text => rows.Max(row => row[text]) - rows.Min(row => row[text]))
        );
    }
}
