using FluxEntropy.Analysis.Evaluation;
using FluxEntropy.Analysis.Models;
using FluxEntropy.Analysis.Statistics;
using FluxEntropy.Analysis.Tables;

namespace FluxEntropy.Tests.Analysis;

/// <summary>Small and crooked samples, against values that SciPy and statsmodels computed or refused to.</summary>
public class EdgeCasesTests
{
    private const double P = 1e-6;

    private readonly Reference _reference = Reference.Read("edge_cases");

    [Fact]
    public async Task A_small_regular_evaluation()
    {
        var expected = _reference.At("small_regular");
        var f = await Evaluate("small_regular");
        foreach (var metric in f.Metrics.Take(2))
        {
            Logit(expected.Member("logit").Member(metric.Name), metric.Logit!);
            var (anova, basic) = (
                expected.Member("anova").Member(metric.Name),
                expected.Member("basic").Member(metric.Name)
            );
            Reference.Close(
                [
                    anova.Number("F"),
                    anova.Number("eta2"),
                    anova.Number("cohens_d"),
                    anova.Number("welch_t"),
                    anova.Number("mannwhitney_u_true"),
                ],
                [metric.Anova!.F, metric.Anova.Eta2, metric.Two!.CohensD, metric.Two.WelchT, metric.Two.MannWhitneyU]
            );
            Reference.Close(
                [anova.Number("p"), anova.Number("welch_p"), anova.Number("mannwhitney_p_two_sided_continuity")],
                [metric.Anova.P, metric.Two.WelchP, metric.Two.MannWhitneyP],
                P
            );
            Reference.Close(
                [
                    basic.Number("mean"),
                    basic.Number("median"),
                    basic.Number("std_ddof1"),
                    basic.Number("skew_biased"),
                    basic.Number("kurtosis_excess_biased"),
                ],
                [
                    metric.Basic!.Mean,
                    metric.Basic.Median,
                    metric.Basic.StdDdof1,
                    metric.Basic.SkewBiased,
                    metric.Basic.KurtosisExcessBiased,
                ]
            );
        }
        Logit(expected.Member("logit").Member("entropy+varentropy"), f.Multivariate[0]);
        Chi(expected.At("chi_squared_qcut4"), f.Metrics[0].Bins!);
        var columns = f.Pearson;
        int[] places = [0, 1, f.CorrelatedNames.ToList().IndexOf("correct")];
        Reference.Close(
            expected.Matrix("pearson"),
            [.. places.Select(row => places.Select(column => columns[row][column]).ToArray())]
        );
    }

    [Fact]
    public async Task Rows_with_gaps_are_dropped_analysis_by_analysis()
    {
        var expected = _reference.At("nan_rows");
        var f = await Evaluate("nan_rows");
        Assert.Equal(expected.Number("n_after_label_drop"), f.Data.Outcomes.Length);
        Logit(expected.At("complete_case_univariate_entropy"), f.Metrics[0].Logit!);
        Logit(expected.At("complete_case_bivariate"), f.Multivariate[0]);
        Reference.Close(expected.At("basic_entropy").Number("mean"), f.Metrics[0].Basic!.Mean);
        var columns = f.Pearson;
        int[] places = [0, 1, f.CorrelatedNames.ToList().IndexOf("correct")];
        Reference.Close(
            expected.Matrix("pairwise_pearson"),
            [.. places.Select(row => places.Select(column => columns[row][column]).ToArray())]
        );
        Assert.Contains(f.Warnings, warning => warning.Contains("have no outcome", StringComparison.Ordinal));
        Assert.Contains(f.Warnings, warning => warning.Contains("entropy: 2 of 11", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Separation_a_constant_and_one_class()
    {
        var separated = (await Evaluate("perfect_separation")).Metrics[0];
        Assert.Equal(_reference.Number("perfect_separation.auc_of_negated_entropy"), 1 - separated.Roc!.Auc);
        Assert.Null(separated.Logit);
        Assert.Contains("separate the outcomes completely", separated.Refusals[0], StringComparison.Ordinal);
        var constant = (await Evaluate("constant_metric")).Metrics[0];
        Assert.Equal((_reference.Number("constant_metric.auc"), true), (constant.Roc!.Auc, constant.IsConstant));
        Assert.True(constant is { Logit: null, Anova: null, Bins: null });
        Assert.Contains(
            "with one class",
            (await Assert.ThrowsAsync<FluxEntropy.Analysis.AnalysisException>(() => Evaluate("one_class"))).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("qcut_duplicates", "")]
    [InlineData("qcut_2x2_yates", ".result")]
    public async Task Quantile_bins_that_collapse(string name, string path) =>
        Chi(_reference.At(name + path), (await Evaluate(name)).Metrics[0].Bins!);

    [Fact]
    public void Ranks_with_ties()
    {
        var (expected, columns) = (_reference.At("rank_ties"), Reference.Columns("edge_rank_ties"));
        string[] models = ["m1", "m2", "m3"];
        foreach (var model in models)
        {
            Assert.Equal(expected.At("average_ranks_ascending").Member(model).Values(), Ranks.Average(columns[model]));
            Assert.Equal(
                expected.At("ordinal_descending_stable").Member(model).Values(),
                Ranks.Descending(columns[model]).Select(rank => (double)rank)
            );
        }
        foreach (var (one, other) in new[] { ("m1", "m2"), ("m1", "m3"), ("m2", "m3") })
        {
            var pair = expected.At("pairs").Member($"{one}|{other}");
            var (spearman, kendall) = (
                Correlation.Spearman(columns[one], columns[other]),
                Correlation.Kendall(columns[one], columns[other])
            );
            Reference.Close([pair.Number("spearman"), pair.Number("kendall_tau_b")], [spearman.R, kendall.R]);
            Reference.Close([pair.Number("spearman_p"), pair.Number("kendall_p")], [spearman.P, kendall.P], P);
        }
        double[][] values = [.. models.Select(model => columns[model])];
        Reference.Close(expected.Number("kendall_w_tie_corrected"), ChiSquaredTest.KendallW(values).W);
        var friedman = ChiSquaredTest.Friedman(values);
        Reference.Close(expected.Number("friedman.chi2"), friedman.Chi2);
        Reference.Close(expected.Number("friedman.p"), friedman.P, P);
    }

    [Fact]
    public async Task Two_models()
    {
        var expected = _reference.At("two_models");
        var scores = ModelScores.Of([
            await TableFile.ReadAsync(
                SharedData.Path("reference/statistics/edge_two_models.csv"),
                TestContext.Current.CancellationToken
            ),
        ]);
        Assert.Equal(expected.At("models").Strings(), scores.Models);
        var comparison = new ModelComparison(scores.Models, scores.Values);
        Reference.Close(expected.Matrix("euclidean"), comparison.Euclidean());
        Reference.Close(expected.Matrix("spearman.r"), comparison.Correlations(Correlation.Spearman).R);
        Reference.Close(expected.Matrix("kendall_tau_b.p"), comparison.Correlations(Correlation.Kendall).P, P);
        Reference.Close(expected.Matrix("pearson.r"), comparison.Correlations(Correlation.Pearson).R);
        Reference.Close(
            expected.Numbers("pca.explained_variance_ratio"),
            comparison.Components().ExplainedVarianceRatio
        );
        Reference.Close(expected.Numbers("pca.singular_values"), comparison.Components().SingularValues);
    }

    [Fact]
    public void Correlations_that_do_not_exist_are_not_a_number() =>
        Assert.All(
            [
                Correlation.Pearson([1], [2]),
                Correlation.Spearman([1, 1, 1], [1, 2, 3]),
                Correlation.Kendall([1, 2], [3, 3]),
            ],
            none => Assert.True(double.IsNaN(none.R) && double.IsNaN(none.P))
        );

    private static async Task<EvaluationFindings> Evaluate(string name)
    {
        var table = await TableFile.ReadAsync(
            SharedData.Path($"reference/statistics/edge_{name}.csv"),
            TestContext.Current.CancellationToken
        );
        var options = new EvaluationOptions { Draws = 0 };
        return EvaluationFindings.Of(EvaluationData.Of(table, options), options);
    }

    private static void Logit(Reference expected, LogisticRegression fit)
    {
        var terms = expected.Items("terms").ToArray();
        Assert.Equal(expected.Number("n"), fit.N);
        for (var i = 0; i < terms.Length; i++)
        {
            Reference.Close(
                [terms[i].Number("coef"), terms[i].Number("std_err"), terms[i].Number("ci_low")],
                [fit.Terms[i].Coef, fit.Terms[i].StdErr, fit.Terms[i].CiLow],
                1e-8,
                1e-10
            );
            Reference.Close(terms[i].Number("p"), fit.Terms[i].P, P);
        }
        Reference.Close(
            [
                expected.Number("log_likelihood"),
                expected.Number("pseudo_r2_mcfadden"),
                expected.Number("bic"),
                expected.Number("roc_auc"),
                expected.Number("roc_auc_delong_se"),
            ],
            [fit.LogLikelihood, fit.PseudoR2, fit.Bic, fit.Roc.Auc, fit.Roc.StandardError],
            1e-8,
            1e-10
        );
        Reference.Close(expected.Number("llr_p"), fit.LlrP, P);
    }

    private static void Chi(Reference expected, QuantileBins bins)
    {
        Assert.Equal(expected.At("labels").Strings().Select(Reference.WithoutNoise), bins.Labels);
        Reference.Close(expected.Numbers("edges"), bins.Edges);
        Reference.Close(
            expected.Matrix("table"),
            [.. bins.Table.Select(row => row.Select(count => (double)count).ToArray())]
        );
        Reference.Close(
            [
                expected.Number("chi2"),
                expected.Number("dof"),
                expected.Number("chi2_uncorrected"),
                expected.Number("cramers_v"),
            ],
            [bins.Chi2, bins.Dof, bins.Chi2Uncorrected, bins.CramersV],
            1e-12
        );
        Reference.Close(expected.Number("p"), bins.P, P);
    }
}
