using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Tests.Analysis;

/// <summary>
/// Does a metric predict whether a model answers right? 10,042 items, against values that SciPy and statsmodels
/// computed.
/// </summary>
public class EvaluationTests
{
    private const double P = 1e-6;
    private const double Tiny = 1e-300;
    private static readonly string[] Metrics =
    [
        "entropy",
        "varentropy",
        "sqrt_varentropy",
        "composite_metric",
        "sqrt_composite_metric",
    ];

    private readonly Reference _reference = Reference.Read("hellaswag_aggregated");
    private readonly Dictionary<string, double[]> _columns = Reference.Columns("hellaswag_aggregated");

    public EvaluationTests()
    {
        var (h, v) = (_columns["entropy"], _columns["varentropy"]);
        _columns["sqrt_varentropy"] = [.. v.Select(Math.Sqrt)];
        _columns["composite_metric"] = [.. h.Zip(v, (entropy, varentropy) => entropy * entropy + varentropy)];
        _columns["sqrt_composite_metric"] = [.. _columns["composite_metric"].Select(Math.Sqrt)];
    }

    [Theory]
    [InlineData("full")]
    [InlineData("balanced42")]
    public void Regressions(string part)
    {
        var (rows, outcomes, expected) = Part(part);
        foreach (
            var predictors in new[]
            {
                "entropy",
                "varentropy",
                "sqrt_varentropy",
                "composite_metric",
                "sqrt_composite_metric",
                "entropy+varentropy",
                "entropy+sqrt_varentropy",
                "entropy+composite_metric",
                "entropy+sqrt_composite_metric",
                "entropy+wikihow",
                "varentropy+wikihow",
                "entropy+chars",
                "entropy+varentropy+wikihow+chars",
            }
        )
        {
            var names = predictors.Split('+');
            Equal(
                expected.Member("logit").Member(predictors),
                LogisticRegression.Fit(names, [.. names.Select(name => Take(name, rows))], outcomes)
            );
        }
        var (one, other, both) = (Fit("entropy"), Fit("varentropy"), Fit("entropy", "varentropy"));
        Nested("add_varentropy_to_entropy", one);
        Nested("add_entropy_to_varentropy", other);

        LogisticRegression Fit(params string[] names) =>
            LogisticRegression.Fit(names, [.. names.Select(name => Take(name, rows))], outcomes);

        void Nested(string name, LogisticRegression smaller)
        {
            var lr = 2 * (both.LogLikelihood - smaller.LogLikelihood);
            Reference.Close(expected.Member("nested_lr_tests").Member(name).Number("lr"), lr, 1e-7, 1e-8);
            Reference.Close(expected.Member("nested_lr_tests").Member(name).Number("p"), Tails.ChiSquared(lr, 1), P);
        }
    }

    [Theory]
    [InlineData("full")]
    [InlineData("balanced42")]
    public void Groups_bins_and_correlations(string part)
    {
        var (rows, outcomes, expected) = Part(part);
        foreach (var metric in Metrics)
        {
            var values = Take(metric, rows);
            var (yes, no) = (
                values.Where((_, i) => outcomes[i]).ToArray(),
                values.Where((_, i) => !outcomes[i]).ToArray()
            );
            var anova = expected.Member("anova").Member(metric);
            var (oneWay, two) = (OneWayAnova.Of([yes, no]), TwoSamples.Of(yes, no));
            Reference.Close(
                [
                    anova.Number("F"),
                    anova.Number("eta2"),
                    anova.Number("cohens_d"),
                    anova.Number("welch_t"),
                    anova.Number("mannwhitney_u_true"),
                    anova.Number("mean_true"),
                    anova.Number("sd_false"),
                ],
                [
                    oneWay.F,
                    oneWay.Eta2,
                    two.CohensD,
                    two.WelchT,
                    two.MannWhitneyU,
                    yes.Average(),
                    Summary.Of(no).StdDdof1,
                ]
            );
            Reference.Close(
                [anova.Number("p"), anova.Number("welch_p"), anova.Number("mannwhitney_p_two_sided_continuity")],
                [oneWay.P, two.WelchP, two.MannWhitneyP],
                P,
                Tiny
            );

            var chi = expected.Member("chi_squared_qcut4").Member(metric);
            var bins = QuantileBins.Of(values, outcomes, 4);
            Assert.Equal(chi.At("labels").Strings().Select(Reference.WithoutNoise), bins.Labels);
            Reference.Close(chi.Numbers("edges"), bins.Edges);
            Reference.Close(
                chi.Matrix("table"),
                [.. bins.Table.Select(row => row.Select(count => (double)count).ToArray())]
            );
            Reference.Close(chi.Matrix("expected"), bins.Expected);
            Reference.Close(
                [chi.Number("chi2"), chi.Number("dof"), chi.Number("chi2_uncorrected"), chi.Number("cramers_v")],
                [bins.Chi2, bins.Dof, bins.Chi2Uncorrected, bins.CramersV]
            );
            Reference.Close([chi.Number("p"), chi.Number("p_uncorrected")], [bins.P, bins.PUncorrected], P, Tiny);
        }
        string[] columns = [.. Metrics, "correct", "chars"];
        Reference.Close(expected.At("pearson_matrix").Matrix("r"), Matrix(Correlation.Pearson), 1e-9);
        Reference.Close(expected.At("spearman_matrix").Matrix("r"), Matrix(Correlation.Spearman), 1e-9);

        double[][] Matrix(Func<IReadOnlyList<double>, IReadOnlyList<double>, Correlation> of) =>
            [.. columns.Select(one => columns.Select(other => of(Take(one, rows), Take(other, rows)).R).ToArray())];
    }

    [Fact]
    public void Balancing_by_seed_keeps_the_rows_that_pandas_keeps()
    {
        bool[] outcomes = [.. _columns["correct"].Select(correct => correct == 1)];
        var expected = Enumerable.Range(0, outcomes.Length).Where(row => _columns["in_balanced42"][row] == 1);
        Assert.Equal(expected, FluxEntropy.Analysis.Evaluation.Balancing.Rows(outcomes, 42));
    }

    [Fact]
    public void Corrections_for_many_tests()
    {
        var expected = _reference.At("full").At("multiple_comparisons_univariate_wald");
        var raw = Metrics.Select(metric => expected.At("raw").Number(metric)).ToArray();
        Reference.Close(
            [.. Metrics.Select(metric => expected.At("holm").Number(metric))],
            MultipleComparisons.Holm(raw),
            P
        );
        Reference.Close(
            [.. Metrics.Select(metric => expected.At("benjamini_hochberg").Number(metric))],
            MultipleComparisons.BenjaminiHochberg(raw),
            P
        );
    }

    [Fact]
    public void What_has_no_answer_is_refused_and_says_why()
    {
        double[] x = [1, 2, 3, 4, 5, 6];
        bool[] mixed = [true, false, true, false, true, false];
        Refused("separate the outcomes completely", () =>
            LogisticRegression.Fit(["x"], [x], [true, true, true, false, false, false])
        );
        Refused("but for rows of equal values", () => LogisticRegression.Fit(
                ["x"],
                [
                    [1, 2, 3, 3, 4, 5],
                ],
                [true, true, true, false, false, false]
            ));
        Refused("a constant predicts nothing", () => LogisticRegression.Fit(
                ["x"],
                [
                    [2, 2, 2, 2, 2, 2],
                ],
                mixed
            ));
        Refused("linear combinations of each other", () =>
            LogisticRegression.Fit(["x", "y"], [x, [.. x.Select(value => 3 * value + 1)]], mixed)
        );
        Refused("with one class", () => LogisticRegression.Fit(["x"], [x], [true, true, true, true, true, true]));
        Refused("too few", () => LogisticRegression.Fit(
                ["x"],
                [
                    [1, 2],
                ],
                [true, false]
            ));
        Refused("collapse to 1", () => QuantileBins.Of([1, 1, 1, 1, 1, 2], mixed, 4));
        Refused("a curve needs both", () => RocCurve.Of(x, [true, true, true, true, true, true]));

        static void Refused(string why, Func<object> of) =>
            Assert.Contains(why, Assert.ThrowsAny<StatisticsException>(of).Message, StringComparison.Ordinal);
    }

    private static void Equal(Reference expected, LogisticRegression actual)
    {
        var terms = expected.Items("terms").ToArray();
        Assert.Equal(terms.Length, actual.Terms.Count);
        for (var i = 0; i < terms.Length; i++)
        {
            Reference.Close(terms[i].Number("coef"), actual.Terms[i].Coef, 1e-8, 1e-10);
            Reference.Close(terms[i].Number("std_err"), actual.Terms[i].StdErr, 1e-8);
            Reference.Close(
                [terms[i].Number("z"), terms[i].Number("ci_low"), terms[i].Number("ci_high")],
                [actual.Terms[i].Z, actual.Terms[i].CiLow, actual.Terms[i].CiHigh],
                1e-7,
                1e-9
            );
            Reference.Close(terms[i].Number("p"), actual.Terms[i].P, P, Tiny);
        }
        Reference.Close(expected.Matrix("cov_params"), actual.Covariance, 1e-7, 1e-12);
        Reference.Close(
            [
                expected.Number("log_likelihood"),
                expected.Number("ll_null"),
                expected.Number("aic"),
                expected.Number("bic"),
                expected.Number("log_loss"),
            ],
            [actual.LogLikelihood, actual.NullLogLikelihood, actual.Aic, actual.Bic, actual.LogLoss],
            1e-11
        );
        Reference.Close(
            [expected.Number("pseudo_r2_mcfadden"), expected.Number("llr"), expected.Number("brier")],
            [actual.PseudoR2, actual.Llr, actual.Brier],
            1e-7,
            1e-9
        );
        Reference.Close(expected.Number("llr_p"), actual.LlrP, P, Tiny);
        Reference.Close(
            [expected.Number("roc_auc"), expected.Number("roc_auc_delong_se")],
            [actual.Roc.Auc, actual.Roc.StandardError],
            1e-11
        );
        Reference.Close(
            expected.Numbers("roc_auc_delong_ci95"),
            [actual.Roc.Interval.Low, actual.Roc.Interval.High],
            1e-11
        );
        var confusion = expected.At("confusion_threshold_0_5");
        Reference.Close(
            [confusion.Number("tn"), confusion.Number("fp"), confusion.Number("fn"), confusion.Number("tp")],
            [actual.Confusion.Tn, actual.Confusion.Fp, actual.Confusion.Fn, actual.Confusion.Tp]
        );
        if (terms.Length == 2)
            return;
        Reference.Close(expected.Number("condition_number_standardised"), actual.ConditionNumber, 1e-7);
        Reference.Close(expected.Matrix("coef_correlation"), actual.CoefficientCorrelation, 1e-7, 1e-9);
        for (var i = 1; i < terms.Length; i++)
            Reference.Close(expected.Member("vif").Number(actual.Terms[i].Name), actual.Vif[i - 1], 1e-7);
    }

    private (int[] Rows, bool[] Outcomes, Reference Expected) Part(string part)
    {
        var correct = _columns["correct"];
        var rows = Enumerable
            .Range(0, correct.Length)
            .Where(row => part == "full" || _columns["in_balanced42"][row] == 1)
            .ToArray();
        return (rows, [.. rows.Select(row => correct[row] == 1)], _reference.At(part));
    }

    private double[] Take(string column, int[] rows) => [.. rows.Select(row => _columns[column][row])];

    [Fact]
    public void Intervals_of_bins_have_no_noise_behind_their_digits()
    {
        double[] values = [.. Enumerable.Range(0, 41).Select(i => 1.495 + i * 0.05)];
        var bins = QuantileBins.Of(values, [.. values.Select((_, i) => i % 2 == 0)], 4);
        Assert.Equal("(1.494, 1.995]", bins.Labels[0]); // as doubles 1.495 − 0.001 is 1.4940000000000002
    }
}
