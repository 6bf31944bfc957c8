using FluxEntropy.Analysis.Models;
using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Tests.Analysis;

/// <summary>Eight models over 150 texts, against values that NumPy, SciPy and statsmodels computed.</summary>
public class ModelComparisonTests
{
    private const double P = 1e-6;
    private const double Tiny = 1e-300;

    private readonly Reference _reference;
    private readonly ModelComparison _comparison;
    private readonly Dictionary<string, double[]> _columns;

    public ModelComparisonTests()
    {
        _reference = Reference.Read("sanity");
        _columns = Reference.Columns("sanity_entropies");
        var models = _reference.At("models").Strings();
        _comparison = new ModelComparison(models, [.. models.Select(model => _columns[model])]);
    }

    [Fact]
    public void Summaries()
    {
        var index = Enumerable.Range(0, _comparison.Texts).Select(text => (double)text).ToArray();
        for (var model = 0; model < _comparison.Models.Count; model++)
        {
            var values = _columns[_comparison.Models[model]];
            var (expected, actual) = (
                _reference.Member("per_model").Member(_comparison.Models[model]),
                Summary.Of(values)
            );
            Reference.Close(
                [
                    expected.Number("n"),
                    expected.Number("mean"),
                    expected.Number("median"),
                    expected.Number("std_ddof1"),
                    expected.Number("min"),
                    expected.Number("max"),
                    expected.Number("q25"),
                    expected.Number("q75"),
                    expected.Number("skew_biased"),
                    expected.Number("kurtosis_excess_biased"),
                ],
                [
                    actual.N,
                    actual.Mean,
                    actual.Median,
                    actual.StdDdof1,
                    actual.Min,
                    actual.Max,
                    actual.Q25,
                    actual.Q75,
                    actual.SkewBiased,
                    actual.KurtosisExcessBiased,
                ]
            );
            Line(
                _reference.Member("linregress_vs_index").Member(_comparison.Models[model]).Member("entropy"),
                LinearRegression.Of(index, values)
            );
            Line(
                _reference.Member("linregress_vs_index").Member(_comparison.Models[model]).Member("rank"),
                LinearRegression.Of(index, _comparison.DescendingRanks[model])
            );
            var length = Correlation.Spearman(values, _columns["chars"]);
            Reference.Close(
                _reference.Member("spearman_entropy_vs_chars").Member(_comparison.Models[model]).Number("r"),
                length.R
            );
            Reference.Close(
                _reference.Member("spearman_entropy_vs_chars").Member(_comparison.Models[model]).Number("p"),
                length.P,
                P,
                Tiny
            );
        }

        static void Line(Reference expected, LinearRegression actual)
        {
            Reference.Close(
                [
                    expected.Number("slope"),
                    expected.Number("intercept"),
                    expected.Number("r"),
                    expected.Number("slope_se"),
                    expected.Number("intercept_se"),
                ],
                [actual.Slope, actual.Intercept, actual.R, actual.SlopeSe, actual.InterceptSe],
                absolute: 1e-11
            );
            Reference.Close(expected.Number("p"), actual.P, P, Tiny);
        }
    }

    [Fact]
    public void Distances_and_components()
    {
        Reference.Close(_reference.Matrix("euclidean"), _comparison.Euclidean());
        Reference.Close(_reference.Matrix("euclidean_mean_removed"), _comparison.Euclidean(meanRemoved: true));
        var components = _comparison.Components();
        // The last of eight centred models has no variance: what is left of it is rounding.
        Reference.Close(_reference.Numbers("pca.singular_values")[..7], components.SingularValues[..7]);
        Reference.Close(_reference.Numbers("pca.explained_variance")[..7], components.ExplainedVariance[..7]);
        Reference.Close(
            _reference.Numbers("pca.explained_variance_ratio"),
            components.ExplainedVarianceRatio,
            absolute: 1e-15
        );
        Reference.Close(_reference.Matrix("pca.coordinates"), components.Coordinates, absolute: 1e-8);
        Reference.Close(
            _reference.Numbers("pca_variants.model_mean_removed"),
            _comparison.ComponentsWithoutLevel().ExplainedVarianceRatio,
            absolute: 1e-15
        );
        Reference.Close(
            _reference.Numbers("pca_variants.model_zscored"),
            _comparison.ComponentsScaled().ExplainedVarianceRatio,
            absolute: 1e-15
        );
        Reference.Close(
            _reference.Numbers("pca_variants.ranks"),
            _comparison.ComponentsOfRanks().ExplainedVarianceRatio,
            absolute: 1e-15
        );
        Reference.Close(
            _reference.Numbers("pca_variants.uncentred"),
            _comparison.ComponentsUncentred().ExplainedVarianceRatio,
            absolute: 1e-15
        );
        Reference.Close(_reference.Number("pc1_vs_model_mean_pearson"), _comparison.FirstComponentAgainstLevel());
        Reference.Close(
            _reference.Number("mean_shift_share_of_total_between_model_variance"),
            _comparison.LevelShare()
        );
    }

    [Fact]
    public void Correlations()
    {
        foreach (
            var (name, of) in new (string, Func<IReadOnlyList<double>, IReadOnlyList<double>, Correlation>)[]
            {
                ("spearman", Correlation.Spearman),
                ("kendall_tau_b", Correlation.Kendall),
                ("pearson", Correlation.Pearson),
            }
        )
        {
            var matrix = _comparison.Correlations(of);
            Reference.Close(_reference.Matrix($"{name}.r"), matrix.R);
            Reference.Close(_reference.Matrix($"{name}.p"), matrix.P, P, Tiny);
        }
    }

    [Fact]
    public void Analyses_of_variance_and_agreement()
    {
        var oneWay = _comparison.OneWay();
        var expected = _reference.At("anova_oneway.entropy");
        Reference.Close(
            [
                expected.Number("ss_model"),
                expected.Number("df_model"),
                expected.Number("ss_resid"),
                expected.Number("df_resid"),
                expected.Number("F"),
            ],
            [oneWay.SsModel, oneWay.DfModel, oneWay.SsResid, oneWay.DfResid, oneWay.F]
        );
        Reference.Close(expected.Number("p"), oneWay.P, P, Tiny);
        var blocked = _comparison.Blocked();
        expected = _reference.At("anova_twoway_blocked_by_prompt");
        Reference.Close(
            [
                expected.Number("ss_model"),
                expected.Number("ss_prompt"),
                expected.Number("ss_resid"),
                expected.Number("df_resid"),
                expected.Number("F_model"),
                expected.Number("F_prompt"),
            ],
            [blocked.SsModel, blocked.SsText, blocked.SsResid, blocked.DfResid, blocked.FModel, blocked.FText]
        );
        Reference.Close(
            [expected.Number("p_model"), expected.Number("p_prompt")],
            [blocked.PModel, blocked.PText],
            P,
            Tiny
        );
        Reference.Close(
            [_reference.Number("icc.icc3_1_consistency"), _reference.Number("icc.icc2_1_agreement")],
            [blocked.Icc31, blocked.Icc21]
        );
        var friedman = _comparison.Friedman();
        Reference.Close(
            [_reference.Number("friedman_models.chi2"), _reference.Number("friedman_models.df")],
            [friedman.Chi2, friedman.Df]
        );
        Reference.Close(_reference.Number("friedman_models.p"), friedman.P, P, Tiny);
        var (w, test) = _comparison.KendallW();
        Reference.Close(
            [
                _reference.Number("kendall_w_prompts.W"),
                _reference.Number("kendall_w_prompts.chi2"),
                _reference.Number("kendall_w_prompts.df"),
            ],
            [w, test.Chi2, test.Df]
        );
        Reference.Close(_reference.Number("kendall_w_prompts.p"), test.P, P, Tiny);
    }

    [Fact]
    public void Spread_of_ranks()
    {
        Equal("rank_spread_by_decile_of_1p7B_rank", _comparison.RankSpread(0));
        Equal("rank_spread_by_decile_of_1p7B_rank_excluding_1p7B", _comparison.RankSpread(0, without: true));
        Equal("rank_spread_by_decile_of_mean_rank", _comparison.RankSpreadByMean());
        Equal("zscore_sd_by_decile_of_1p7B", _comparison.ScaledSpread(0));
        var spread = _comparison.SpreadAgainstDistanceFromCentre();
        Reference.Close(_reference.Number("spearman_rankvar_vs_distance_from_centre_of_mean_rank.r"), spread.R);
        Reference.Close(
            _reference.Number("spearman_rankvar_vs_distance_from_centre_of_mean_rank.p"),
            spread.P,
            P,
            Tiny
        );

        void Equal(string path, IReadOnlyList<DecileSpread> actual)
        {
            var expected = _reference.Items(path).ToArray();
            Assert.Equal(expected.Length, actual.Count);
            for (var i = 0; i < expected.Length; i++)
            {
                Reference.Close(
                    [
                        expected[i].Number("decile"),
                        expected[i].Number("n"),
                        expected[i].Number("mean_var_ddof1"),
                        expected[i].Number("mean_sd_ddof1"),
                        expected[i].Number("median_sd_ddof1"),
                        expected[i].Number("mean_range"),
                    ],
                    [
                        actual[i].Decile,
                        actual[i].N,
                        actual[i].MeanVarDdof1,
                        actual[i].MeanSdDdof1,
                        actual[i].MedianSdDdof1,
                        actual[i].MeanRange,
                    ]
                );
            }
        }
    }
}
