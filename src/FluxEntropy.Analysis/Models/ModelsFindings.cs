using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Models;

/// <summary>What a comparison of models found, each figure computed once.</summary>
internal sealed class ModelsFindings
{
    public ModelsFindings(ModelComparison comparison, ModelScores scores, int chosen)
    {
        (Comparison, Scores, Chosen) = (comparison, scores, chosen);
        Order = [.. Enumerable.Range(0, scores.Texts.Count).OrderBy(text => comparison.DescendingRanks[chosen][text])];
        Summaries = [.. scores.Values.Select(row => Summary.Of(row))];
        (Spearman, Kendall, Pearson) = (
            comparison.Correlations(Correlation.Spearman),
            comparison.Correlations(Correlation.Kendall),
            comparison.Correlations(Correlation.Pearson)
        );
        (Euclidean, EuclideanMeanRemoved) = (comparison.Euclidean(), comparison.Euclidean(meanRemoved: true));
        (Pca, PcaWithoutLevel, PcaOfRanks) = (
            comparison.Components(),
            comparison.ComponentsWithoutLevel(),
            comparison.ComponentsOfRanks()
        );
        (OneWay, Blocked, Friedman, KendallW) = (
            comparison.OneWay(),
            comparison.Blocked(),
            comparison.Friedman(),
            comparison.KendallW()
        );
        (Spread, Null) = (comparison.RankSpread(chosen), RankNull.Of(Spearman.R, comparison.Texts));
    }

    public ModelComparison Comparison { get; }

    public ModelScores Scores { get; }

    /// <summary>Model by whose order texts are sorted.</summary>
    public int Chosen { get; }

    /// <summary>Name of that model.</summary>
    public string By => Scores.Models[Chosen];

    /// <summary>Texts in its order, the highest value first.</summary>
    public int[] Order { get; }

    public IReadOnlyList<Summary> Summaries { get; }

    public CorrelationMatrix Spearman { get; }

    public CorrelationMatrix Kendall { get; }

    public CorrelationMatrix Pearson { get; }

    public double[][] Euclidean { get; }

    public double[][] EuclideanMeanRemoved { get; }

    public PrincipalComponents Pca { get; }

    public PrincipalComponents PcaWithoutLevel { get; }

    public PrincipalComponents PcaOfRanks { get; }

    public OneWayAnova OneWay { get; }

    public BlockedAnova Blocked { get; }

    public ChiSquaredTest Friedman { get; }

    public (double W, ChiSquaredTest Test) KendallW { get; }

    public IReadOnlyList<DecileSpread> Spread { get; }

    public RankNull Null { get; }

    public int Lowest => Summaries.Index().MinBy(model => model.Item.Mean).Index;

    public int Highest => Summaries.Index().MaxBy(model => model.Item.Mean).Index;

    /// <summary>Values between two different models.</summary>
    public static IEnumerable<double> OffDiagonal(double[][] matrix) =>
        matrix.SelectMany((row, i) => row.Where((_, j) => j > i));

    /// <summary>The two models whose value is best.</summary>
    public string Pair(double[][] matrix, double worst, Func<double, double, bool> better)
    {
        var best = (Value: worst, I: 0, J: 1);
        for (var i = 0; i < matrix.Length; i++)
        {
            for (var j = i + 1; j < matrix.Length; j++)
                best = better(matrix[i][j], best.Value) ? (matrix[i][j], i, j) : best;
        }
        return $"{Scores.Models[best.I]} and {Scores.Models[best.J]}";
    }
}
