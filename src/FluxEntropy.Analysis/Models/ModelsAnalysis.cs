using FluxEntropy.Analysis.Reports;
using FluxEntropy.Analysis.Statistics;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Models;

/// <summary>Many models over one set of texts: do they agree about which are hard, and by how much do their levels differ?</summary>
public static class ModelsAnalysis
{
    /// <summary>Compares models.</summary>
    /// <param name="scores">Their values.</param>
    /// <param name="by">Model by whose order texts are sorted and cut; null for the first.</param>
    /// <exception cref="AnalysisException">There is no such model.</exception>
    public static Report Of(ModelScores scores, string? by = null)
    {
        var chosen = by is null ? 0 : scores.Models.ToList().IndexOf(by);
        if (chosen < 0)
            throw new AnalysisException($"there is no model {by}; there are {string.Join(", ", scores.Models)}.");
        var comparison = new ModelComparison(scores.Models, scores.Values);
        var findings = new ModelsFindings(comparison, scores, chosen);
        return new Report(
            $"{scores.Models.Count} models over {scores.Texts.Count:N0} texts: {scores.Metric}",
            Answers(findings),
            scores.Warnings,
            [.. Sections(findings, new ModelsPictures(findings))],
            Numbers(findings)
        );
    }

    private static List<string> Answers(ModelsFindings f)
    {
        var off = ModelsFindings.OffDiagonal(f.Spearman.R).ToArray();
        var (closest, farthest) = (
            f.Pair(f.Euclidean, double.MaxValue, (a, b) => a < b),
            f.Pair(f.Euclidean, double.MinValue, (a, b) => a > b)
        );
        return
        [
            Invariant(
                $"The models order the texts {(off.Average() > 0.7 ? "much" : off.Average() > 0.4 ? "somewhat" : "hardly")} alike: Spearman's ρ between two is {off.Average():0.00} on average ({off.Min():0.00} to {off.Max():0.00}), Kendall's W {f.KendallW.W:0.00}."
            ),
            Invariant(
                $"{100 * f.Comparison.LevelShare():0}% of what differs between them is their level; the lowest mean has {f.Scores.Models[f.Lowest]} ({f.Summaries[f.Lowest].Mean:0.00}), the highest {f.Scores.Models[f.Highest]} ({f.Summaries[f.Highest].Mean:0.00})."
            ),
            Invariant(
                $"Agreement of values: ICC(3,1) {f.Blocked.Icc31:0.00} without levels, ICC(2,1) {f.Blocked.Icc21:0.00} with them."
            ),
            Invariant($"Closest are {closest}, farthest apart {farthest} (Euclidean distance)."),
        ];
    }

    private static IEnumerable<Section> Sections(ModelsFindings f, ModelsPictures pictures)
    {
        var (models, by) = (f.Scores.Models, f.Scores.Models[f.Chosen]);
        yield return new Section(
            "Values, sorted by one model",
            $"Every text at its rank under {by}, from the highest value to the lowest. Where models agree, the other ones fall with it."
        )
        {
            Pictures = [pictures.Sorted()],
            Tables =
            [
                new ReportTable(
                    "models",
                    [
                        "model",
                        "mean",
                        "median",
                        "standard deviation",
                        "least",
                        "largest",
                        "25%",
                        "75%",
                        "skewness",
                        "kurtosis",
                    ],
                    [
                        .. models.Select(
                            (model, i) =>
                                f.Summaries[i] is var s
                                    ? (IReadOnlyList<object?>)
                                        [
                                            model,
                                            s.Mean,
                                            s.Median,
                                            s.StdDdof1,
                                            s.Min,
                                            s.Max,
                                            s.Q25,
                                            s.Q75,
                                            s.SkewBiased,
                                            s.KurtosisExcessBiased,
                                        ]
                                    : []
                        ),
                    ]
                ),
            ],
        };
        yield return new Section(
            "Ranks",
            $"Rank of each text under {by} and under each other model, 0 for the highest value. Points on the diagonal are agreement."
        )
        {
            Pictures = [pictures.RankPanels()],
        };
        yield return new Section(
            "Agreement between two models",
            "Spearman's ρ compares orders, Kendall's τ-b pairs of texts, Pearson's r values."
        )
        {
            Pictures = [pictures.Correlations()],
            Tables =
            [
                ReportTable.Matrix("spearman", "Spearman's ρ", models, f.Spearman.R),
                ReportTable.Matrix("kendall", "Kendall's τ-b", models, f.Kendall.R),
                ReportTable.Matrix("pearson", "Pearson's r", models, f.Pearson.R),
            ],
        };
        yield return new Section(
            "Distances",
            "Euclidean distance between the models' values, with their levels and without."
        )
        {
            Pictures = [pictures.Distances()],
            Tables =
            [
                ReportTable.Matrix("euclidean", "distance", models, f.Euclidean),
                ReportTable.Matrix("euclidean_mean_removed", "without level", models, f.EuclideanMeanRemoved),
            ],
        };
        yield return new Section(
            "Principal components",
            Invariant(
                $"Models as points in the space of texts. The first component correlates with the models' means at {f.Comparison.FirstComponentAgainstLevel():0.000}: near ±1 it is their level and nothing else. Without each model's mean level another picture remains."
            )
        )
        {
            Pictures = [pictures.Components()],
            Tables =
            [
                new ReportTable(
                    "components",
                    ["component", "explained variance", "share", "share without level", "share of ranks"],
                    [
                        .. f.Pca.ExplainedVariance.Select(
                            (variance, i) =>
                                (IReadOnlyList<object?>)
                                    [
                                        i + 1,
                                        variance,
                                        f.Pca.ExplainedVarianceRatio[i],
                                        f.PcaWithoutLevel.ExplainedVarianceRatio[i],
                                        f.PcaOfRanks.ExplainedVarianceRatio[i],
                                    ]
                        ),
                    ]
                ),
            ],
        };
        yield return new Section(
            "Analyses of variance",
            "Do the models' means differ? One-way the texts are noise; blocked, each text is compared with itself; Friedman's test looks at orders alone. Kendall's W tests whether models agree on texts at all."
        )
        {
            Tables =
            [
                new ReportTable(
                    "tests",
                    ["test", "statistic", "degrees of freedom", "p"],
                    [
                        [
                            "one-way ANOVA of models",
                            f.OneWay.F,
                            Invariant($"{f.OneWay.DfModel}, {f.OneWay.DfResid}"),
                            f.OneWay.P,
                        ],
                        [
                            "models, blocked by text",
                            f.Blocked.FModel,
                            Invariant($"{f.Blocked.DfModel}, {f.Blocked.DfResid}"),
                            f.Blocked.PModel,
                        ],
                        [
                            "texts, blocked by model",
                            f.Blocked.FText,
                            Invariant($"{f.Blocked.DfText}, {f.Blocked.DfResid}"),
                            f.Blocked.PText,
                        ],
                        ["Friedman's χ² of models", f.Friedman.Chi2, Invariant($"{f.Friedman.Df}"), f.Friedman.P],
                        [
                            "Kendall's W (χ²)",
                            f.KendallW.Test.Chi2,
                            Invariant($"{f.KendallW.Test.Df}"),
                            f.KendallW.Test.P,
                        ],
                    ]
                ),
            ],
        };
        yield return new Section(
            "Where do models disagree?",
            Invariant(
                $"Mean deviation of a text's rank between models, by tenth of {by}'s order. A bounded scale alone makes it fall towards both ends: the band is what models that agree equally well everywhere would show (95% of {RankNull.Draws} draws of a Gaussian copula with ρ = {f.Null.Rho:0.00}). Only what leaves the band is news."
            )
        )
        {
            Pictures = [pictures.Spread()],
            Tables =
            [
                new ReportTable(
                    "rank_spread",
                    ["tenth", "texts", "mean deviation", "null: mean", "null: 2.5%", "null: 97.5%", "mean range"],
                    [
                        .. f.Spread.Select(
                            (decile, i) =>
                                (IReadOnlyList<object?>)
                                    [
                                        decile.Decile,
                                        decile.N,
                                        decile.MeanSdDdof1,
                                        f.Null.Mean[i],
                                        f.Null.Low[i],
                                        f.Null.High[i],
                                        decile.MeanRange,
                                    ]
                        ),
                    ]
                ),
            ],
        };
        yield return new Section("Every text", $"Sorted by {by}, the highest value first.")
        {
            Tables =
            [
                new ReportTable(
                    "texts",
                    ["text", .. models, .. models.Select(model => $"rank: {model}")],
                    [
                        .. Enumerable
                            .Range(0, f.Scores.Texts.Count)
                            .OrderBy(text => f.Comparison.DescendingRanks[f.Chosen][text])
                            .Select(text =>
                                (IReadOnlyList<object?>)
                                    [
                                        f.Scores.Texts[text],
                                        .. f.Scores.Values.Select(row => (object?)row[text]),
                                        .. f.Comparison.DescendingRanks.Select(row => (object?)(int)row[text]),
                                    ]
                            ),
                    ]
                )
                {
                    Shown = 10,
                },
            ],
        };
    }

    private static Dictionary<string, object?> Numbers(ModelsFindings f)
    {
        var models = f.Scores.Models;
        var index = Enumerable.Range(0, f.Scores.Texts.Count).Select(text => (double)text).ToArray();
        Dictionary<string, object> PerModel(Func<int, object> of) =>
            models.Select((model, i) => (model, i)).ToDictionary(pair => pair.model, pair => of(pair.i));
        return new()
        {
            ["models"] = models,
            ["metric"] = f.Scores.Metric,
            ["n_texts"] = f.Scores.Texts.Count,
            ["warnings"] = f.Scores.Warnings,
            ["per_model"] = PerModel(i => f.Summaries[i]),
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
            ["linregress_vs_index"] =
                index.Length < 3
                    ? null
                    : PerModel(i => new
                    {
                        Value = LinearRegression.Of(index, f.Scores.Values[i]),
                        Rank = LinearRegression.Of(index, f.Comparison.DescendingRanks[i]),
                    }),
            ["rank_spread_by_decile"] = f.Spread,
            ["rank_spread_by_decile_without_that_model"] =
                models.Count > 2 ? f.Comparison.RankSpread(f.Chosen, without: true) : null,
            ["rank_spread_by_decile_of_mean_rank"] = f.Comparison.RankSpreadByMean(),
            ["zscore_sd_by_decile"] = f.Comparison.ScaledSpread(f.Chosen),
            ["null_gaussian_copula_decile_mean_sd"] = f.Null,
            ["spearman_rankvar_vs_distance_from_centre_of_mean_rank"] = f.Comparison.SpreadAgainstDistanceFromCentre(),
            ["spearman_vs_chars"] = f.Scores.Characters is { } characters
                ? PerModel(i => Correlation.Spearman(f.Scores.Values[i], characters))
                : null,
        };
    }
}
