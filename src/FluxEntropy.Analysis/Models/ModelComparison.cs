using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Models;

/// <summary>
/// Many models over one set of texts: do they agree about which texts are hard, and by how much do their levels differ?
/// </summary>
public sealed class ModelComparison
{
    private readonly double[][] _values;
    private readonly double[][] _ranks;

    /// <param name="models">Names, at least two.</param>
    /// <param name="values">A finite value of each model for each of at least two texts. [models][texts]</param>
    /// <exception cref="ArgumentException">
    /// There are too few models or texts, they do not match, or a value is not finite; the message says which.
    /// </exception>
    public ModelComparison(IReadOnlyList<string> models, IReadOnlyList<double[]> values)
    {
        Check(models, values);
        (Models, _values) = (models, [.. values]);
        _ranks = [.. values.Select(row => Ranks.Descending(row).Select(rank => (double)rank).ToArray())];
    }

    /// <summary>Names of the models.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>Texts.</summary>
    public int Texts => _values[0].Length;

    /// <summary>Position of each text in each model's descending order, from 0. [models][texts]</summary>
    public IReadOnlyList<double[]> DescendingRanks => _ranks;

    /// <summary>Distances between the models' vectors of values. [models][models]</summary>
    public double[][] Euclidean(bool meanRemoved = false) =>
        Pairwise(meanRemoved ? MeanRemoved() : _values, (a, b) =>
            Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum())
        );

    /// <summary>Components of the models as they are.</summary>
    public PrincipalComponents Components() => PrincipalComponents.Of(_values);

    /// <summary>Components without each model's mean level.</summary>
    public PrincipalComponents ComponentsWithoutLevel() => PrincipalComponents.Of(MeanRemoved());

    /// <summary>Components with each model's values scaled to mean 0 and deviation 1.</summary>
    public PrincipalComponents ComponentsScaled() => PrincipalComponents.Of(Scaled());

    /// <summary>Components of the models' ranks.</summary>
    public PrincipalComponents ComponentsOfRanks() => PrincipalComponents.Of([.. _values.Select(Ranks.Average)]);

    /// <summary>Components about the origin.</summary>
    public PrincipalComponents ComponentsUncentred() => PrincipalComponents.Of(_values, centre: false);

    /// <summary>
    /// Correlation of the first component with the models' means: near ±1 where it is their level and nothing else.
    /// </summary>
    public double FirstComponentAgainstLevel() =>
        Correlation
            .Pearson([.. Components().Coordinates.Select(row => row[0])], [.. _values.Select(row => row.Average())])
            .R;

    /// <summary>
    /// Share of the variance between models that is a difference of their levels: n·Σ(row mean − grand mean)² / Σ(x −
    /// text mean)².
    /// </summary>
    public double LevelShare()
    {
        var grand = _values.Average(row => row.Average());
        var textMeans = Enumerable.Range(0, Texts).Select(text => _values.Average(row => row[text])).ToArray();
        return Texts
            * _values.Sum(row => Math.Pow(row.Average() - grand, 2))
            / _values.Sum(row => row.Select((value, text) => Math.Pow(value - textMeans[text], 2)).Sum());
    }

    /// <summary>
    /// A coefficient between every two models; of a model with itself it is 1, and p is 0, by definition.
    /// </summary>
    public CorrelationMatrix Correlations(Func<IReadOnlyList<double>, IReadOnlyList<double>, Correlation> of)
    {
        var all = Pairwise(_values, (a, b) => ReferenceEquals(a, b) ? new Correlation(1, 0) : of(a, b));
        return new CorrelationMatrix(
            [.. all.Select(row => row.Select(pair => pair.R).ToArray())],
            [.. all.Select(row => row.Select(pair => pair.P).ToArray())]
        );
    }

    /// <summary>One-way analysis of variance of values, models as groups.</summary>
    public OneWayAnova OneWay() => OneWayAnova.Of(_values);

    /// <summary>The same, blocked by text.</summary>
    public BlockedAnova Blocked() => BlockedAnova.Of(_values);

    /// <summary>Friedman's test of models.</summary>
    public ChiSquaredTest Friedman() => ChiSquaredTest.Friedman(_values);

    /// <summary>Kendall's W over the texts.</summary>
    public (double W, ChiSquaredTest Test) KendallW() => ChiSquaredTest.KendallW(_values);

    /// <summary>Spread of ranks between models, by tenth of one model's descending order.</summary>
    /// <param name="model">Model whose order is cut.</param>
    /// <param name="without">Leave that model out of the spread.</param>
    public IReadOnlyList<DecileSpread> RankSpread(int model, bool without = false) =>
        DecileSpread.Of([.. _ranks.Where((_, i) => !without || i != model)], _ranks[model]);

    /// <summary>Spread of ranks between models, by tenth of the order of their mean rank.</summary>
    public IReadOnlyList<DecileSpread> RankSpreadByMean() => DecileSpread.Of(_ranks, MeanRanks());

    /// <summary>Spread of standardised values between models, by tenth of one model's descending order.</summary>
    public IReadOnlyList<DecileSpread> ScaledSpread(int model) => DecileSpread.Of(Scaled(), _ranks[model]);

    /// <summary>
    /// Do models disagree least at the ends of the order? Spearman's ρ of the variance of ranks with the distance of
    /// the mean rank from the middle.
    /// </summary>
    public Correlation SpreadAgainstDistanceFromCentre()
    {
        var (means, middle) = (MeanRanks(), (Texts - 1) / 2.0);
        return Correlation.Spearman(
            [.. Enumerable.Range(0, Texts).Select(text => DecileSpread.Variance(_ranks, text))],
            [.. means.Select(mean => Math.Abs(mean - middle))]
        );
    }

    private double[] MeanRanks() => [.. Enumerable.Range(0, Texts).Select(text => _ranks.Average(row => row[text]))];

    private double[][] MeanRemoved() =>
        [.. _values.Select(row => row.Average() is var mean ? row.Select(value => value - mean).ToArray() : row)];

    private double[][] Scaled() =>
        [
            .. _values.Select(row =>
            {
                var summary = Summary.Of(row);
                return row.Select(value => (value - summary.Mean) / summary.StdDdof1).ToArray();
            }),
        ];

    private static void Check(IReadOnlyList<string> models, IReadOnlyList<double[]> values)
    {
        if (models.Count < 2 || models.Count != values.Count)
            throw new ArgumentException(
                $"{models.Count} models with {values.Count} rows of values: a comparison needs at least two, each with its row."
            );
        if (values[0].Length < 2 || values.Any(row => row.Length != values[0].Length))
            throw new ArgumentException(
                $"the models have {string.Join(", ", values.Select(row => row.Length).Distinct())} texts: "
                    + "give the same ones to all, at least two."
            );
        for (var model = 0; model < values.Count; model++)
        {
            var bad = Array.FindIndex(values[model], value => !double.IsFinite(value));
            if (bad >= 0)
                throw new ArgumentException(
                    $"model {models[model]}: the value of text {bad} is {values[model][bad]}; leave out texts that a model could not score."
                );
        }
    }

    private static T[][] Pairwise<T>(IReadOnlyList<double[]> rows, Func<double[], double[], T> of) =>
        [.. rows.Select(a => rows.Select(b => of(a, b)).ToArray())];
}
