using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Models;

/// <summary>The numbers of a comparison of models, for <c>results.json</c>.</summary>
internal static class ModelsNumbers
{
    public static Dictionary<string, object?> Of(ModelsFindings f) =>
        new()
        {
            ["models"] = f.Scores.Models,
            ["metric"] = f.Scores.Metric,
            ["n_texts"] = f.Scores.Texts.Count,
            ["warnings"] = f.Scores.Warnings,
            ["per_model"] = PerModel(f, i => f.Summaries[i]),
            ["euclidean"] = f.Euclidean,
            ["euclidean_mean_removed"] = f.EuclideanMeanRemoved,
            ["pca"] = f.Pca,
            ["pca_variants"] = new
            {
                ModelMeanRemoved = f.PcaWithoutLevel.ExplainedVarianceRatio,
                ModelZscored = f.Comparison.ComponentsScaled().ExplainedVarianceRatio,
                Ranks = f.PcaOfRanks.ExplainedVarianceRatio,
                Uncentred = f.Comparison.ComponentsUncentred().ExplainedVarianceRatio,
            },
            ["pc1_vs_model_mean_pearson"] = f.Comparison.FirstComponentAgainstLevel(),
            ["mean_shift_share_of_total_between_model_variance"] = f.Comparison.LevelShare(),
            ["spearman"] = f.Spearman,
            ["kendall_tau_b"] = f.Kendall,
            ["pearson"] = f.Pearson,
            ["anova_oneway"] = new { Value = f.OneWay, Rank = OneWayAnova.Of([.. f.Comparison.DescendingRanks]) },
            ["anova_twoway_blocked_by_text"] = f.Blocked,
            ["friedman_models"] = f.Friedman,
            ["kendall_w_texts"] = new
            {
                W = f.KendallW.W,
                f.KendallW.Test.Chi2,
                f.KendallW.Test.Df,
                f.KendallW.Test.P,
            },
            ["icc"] = new Dictionary<string, double>
            {
                ["icc3_1_consistency"] = f.Blocked.Icc31,
                ["icc2_1_agreement"] = f.Blocked.Icc21,
            },
            ["linregress_vs_index"] = Trends(f),
            ["rank_spread_by_decile"] = f.Spread,
            ["rank_spread_by_decile_without_that_model"] =
                f.Scores.Models.Count > 2 ? f.Comparison.RankSpread(f.Chosen, without: true) : null,
            ["rank_spread_by_decile_of_mean_rank"] = f.Comparison.RankSpreadByMean(),
            ["zscore_sd_by_decile"] = f.Comparison.ScaledSpread(f.Chosen),
            ["null_gaussian_copula_decile_mean_sd"] = f.Null,
            ["spearman_rankvar_vs_distance_from_centre_of_mean_rank"] = f.Comparison.SpreadAgainstDistanceFromCentre(),
            ["spearman_vs_chars"] = f.Scores.Characters is { } characters
                ? PerModel(f, i => Correlation.Spearman(f.Scores.Values[i], characters))
                : null,
        };

    // Do values drift along the file?
    private static Dictionary<string, object>? Trends(ModelsFindings f)
    {
        double[] index = [.. Enumerable.Range(0, f.Scores.Texts.Count).Select(text => (double)text)];
        return index.Length < 3
            ? null
            : PerModel(f, i => new
            {
                Value = LinearRegression.Of(index, f.Scores.Values[i]),
                Rank = LinearRegression.Of(index, f.Comparison.DescendingRanks[i]),
            });
    }

    private static Dictionary<string, object> PerModel(ModelsFindings f, Func<int, object> of) =>
        f.Scores.Models.Index().ToDictionary(model => model.Item, model => of(model.Index));
}
