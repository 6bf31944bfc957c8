using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Models;

/// <summary>What a comparison of models found, each figure computed once.</summary>
internal sealed class ModelsFindings(ModelComparison comparison, ModelScores scores, int chosen)
{
    public ModelComparison Comparison { get; } = comparison;

    public ModelScores Scores { get; } = scores;

    /// <summary>Model by whose order texts are sorted.</summary>
    public int Chosen { get; } = chosen;

    public IReadOnlyList<Summary> Summaries { get; } = [.. scores.Values.Select(row => Summary.Of(row))];

    public CorrelationMatrix Spearman { get; } = comparison.Correlations(Correlation.Spearman);

    public CorrelationMatrix Kendall { get; } = comparison.Correlations(Correlation.Kendall);

    public CorrelationMatrix Pearson { get; } = comparison.Correlations(Correlation.Pearson);

    public double[][] Euclidean { get; } = comparison.Euclidean();

    public double[][] EuclideanMeanRemoved { get; } = comparison.Euclidean(meanRemoved: true);

    public PrincipalComponents Pca { get; } = comparison.Components();

    public PrincipalComponents PcaWithoutLevel { get; } = comparison.ComponentsWithoutLevel();

    public PrincipalComponents PcaOfRanks { get; } = comparison.ComponentsOfRanks();

    public OneWayAnova OneWay { get; } = comparison.OneWay();

    public BlockedAnova Blocked { get; } = comparison.Blocked();

    public ChiSquaredTest Friedman { get; } = comparison.Friedman();

    public (double W, ChiSquaredTest Test) KendallW { get; } = comparison.KendallW();

    public IReadOnlyList<DecileSpread> Spread { get; } = comparison.RankSpread(chosen);

    public RankNull Null { get; } = RankNull.Of(comparison.Correlations(Correlation.Spearman).R, comparison.Texts);

    public int Lowest => Summaries.Index().MinBy(model => model.Item.Mean).Index;

    public int Highest => Summaries.Index().MaxBy(model => model.Item.Mean).Index;

    /// <summary>Values between two different models.</summary>
    public static IEnumerable<double> OffDiagonal(double[][] matrix) => matrix.SelectMany((row, i) => row.Where((_, j) => j > i));

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
