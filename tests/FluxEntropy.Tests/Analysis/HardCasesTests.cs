using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Tests.Analysis;

/// <summary>Figures that hold for data that is far from tidy.</summary>
public sealed class HardCasesTests
{
    [Theory]
    [InlineData(4000)]
    [InlineData(1e9)]
    [InlineData(1e30)]
    public void One_far_value_is_no_separation(double far)
    {
        var values = Enumerable.Range(1, 40).Select(i => (double)i).Append(far).ToArray();
        var outcomes = Enumerable.Range(1, 40).Select(i => i * 7 % 3 != 0 && i < 20).Append(false).ToArray();

        var fit = LogisticRegression.Fit(["metric"], [values], outcomes);

        // The far row is as good as certain, so the figures are those of the other forty (an independent fit of theirs).
        Assert.Equal(2.4974581, fit.Terms[0].Coef, 6);
        Assert.Equal(-0.1910172, fit.Terms[1].Coef, 6);
        Assert.Equal(0.0599956, fit.Terms[1].StdErr, 6);
        Assert.Equal(-3.1839, fit.Terms[1].Z, 4);
        Assert.Equal(-15.0066743, fit.LogLikelihood, 6);
    }

    [Theory]
    [InlineData(new double[] { 0, 1, 2, 3 }, "completely")]
    [InlineData(new double[] { 0, 1, 1, 3 }, "but for rows of equal values")]
    [InlineData(new double[] { 0, 1e-9, 2e-9, 3e-9 }, "completely")]
    public void Separation_is_decided_by_the_values(double[] values, string part)
    {
        var refusal = Assert.Throws<StatisticsException>(() =>
            LogisticRegression.Fit(["metric"], [values], [false, false, true, true])
        );
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_predictors_that_separate_only_together_are_refused()
    {
        double[] first = [0, 1, 2, 3, 0, 1, 2, 3];
        double[] second = [0.1, 1.1, 1.9, 3.05, 1, 2.1, 2.95, 4.02];
        bool[] outcomes = [false, false, false, false, true, true, true, true];
        var refusal = Assert.Throws<StatisticsException>(() =>
            LogisticRegression.Fit(["first", "second"], [first, second], outcomes)
        );
        Assert.Contains("first and second separate", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void A_scale_changes_no_test(double scale)
    {
        var values = Enumerable.Range(0, 60).Select(i => i * 37 % 60 / 8.0).ToArray();
        var outcomes = Enumerable.Range(0, 60).Select(i => i % 3 == 0 || i > 45).ToArray();

        var near = LogisticRegression.Fit(["metric"], [values], outcomes).Terms;
        var far = LogisticRegression
            .Fit(
                ["metric"],
                [
                    [.. values.Select(value => value * scale)],
                ],
                outcomes
            )
            .Terms;

        Assert.Equal(near[0].StdErr, far[0].StdErr, 9);
        Assert.Equal(near[1].Z, far[1].Z, 9);
    }

    [Fact]
    public void Planes_with_rows_of_both_classes_on_them_separate_the_others()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            double[] scales = [1, 10, 1e-3, 1e4];
            double[] constants = [1, 0.5, 0.1, 1.0 / 3];
            var (scale, constant) = (scales[random.Next(4)], constants[random.Next(4)]);
            var (first, second, outcomes) = (new List<double>(), new List<double>(), new List<bool>());
            for (var row = 0; row < 60; row++)
            {
                var x = seed % 2 == 0 ? 4 * random.NextDouble() - 2 : random.Next(-3, 4);
                // On the plane first + second = constant both classes, else the class of the side.
                var side = row < 12 ? 0 : random.Next(-1, 2);
                first.Add(x * scale);
                second.Add((constant - x) * scale + side * (random.NextDouble() + 0.01) * scale);
                outcomes.Add(
                    row < 2 ? row == 0
                    : side == 0 ? random.Next(2) == 0
                    : side > 0
                );
            }

            var refusal = Assert.Throws<StatisticsException>(() =>
                LogisticRegression.Fit(
                    ["first", "second"],
                    [
                        [.. first],
                        [.. second],
                    ],
                    [.. outcomes]
                )
            );
            Assert.Contains("separate the outcomes", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1e3)]
    [InlineData(1e7)]
    [InlineData(1e12)]
    public void Far_values_against_the_trend_are_no_separation(double far)
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            double[] values = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble() * 4 - 2), far, -1.3 * far];
            bool[] outcomes =
            [
                .. values.Take(40).Select(value => random.NextDouble() < 1 / (1 + Math.Exp(-value))),
                false,
                true,
            ];

            var fit = LogisticRegression.Fit(["metric"], [values], outcomes);

            // At a maximum the residuals are orthogonal to the constant and to the predictor.
            var residuals = outcomes.Zip(fit.Probabilities, (outcome, p) => (outcome ? 1 : 0) - p).ToArray();
            Assert.Equal(0, residuals.Sum(), 6);
            Assert.Equal(0, residuals.Zip(values, (residual, value) => residual * value / far).Sum(), 6);
        }
    }

    [Fact]
    public void Classes_with_the_same_values_are_not_told_apart()
    {
        double[] values = [1, 2, 3, 4, 1, 2, 3, 4];
        bool[] outcomes = [true, true, true, true, false, false, false, false];

        var fit = LogisticRegression.Fit(["metric"], [values], outcomes);

        Assert.Equal(0, fit.Llr, 12);
        Assert.Equal(1, fit.LlrP, 6);
        Assert.Equal(0, fit.Terms[1].Coef, 12);
        Assert.Equal(0.5, RocCurve.Of(values, outcomes).Auc);
    }

    [Fact]
    public void An_interval_of_an_area_stays_within_0_and_1()
    {
        var roc = RocCurve.Of([1, 2, 3, 5, 4, 6, 7, 8], [false, false, false, false, true, true, true, true]);
        Assert.True(roc.Auc + LogisticRegression.Z95 * roc.StandardError > 1);
        Assert.Equal(1, roc.Interval.High);
        Assert.Equal(
            0,
            RocCurve.Of([8, 7, 6, 4, 5, 3, 2, 1], [false, false, false, false, true, true, true, true]).Interval.Low
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e9)]
    [InlineData(-1e9)]
    public void An_offset_costs_the_analysis_of_variance_no_digits(double offset)
    {
        double[] Group(params double[] values) => [.. values.Select(value => value + offset)];
        // By hand: means 2, 3, 7 of 4; SS between 3·(4 + 1 + 9) = 42, within 2 + 2 + 2 = 6; F = (42 / 2) / (6 / 6) = 21.
        var anova = OneWayAnova.Of([Group(1, 2, 3), Group(2, 3, 4), Group(6, 7, 8)]);
        Assert.Equal(21, anova.F, 9);
        Assert.Equal(42, anova.SsModel, 9);
    }

    [Fact]
    public void An_offset_changes_no_interval_of_the_bootstrap()
    {
        var values = Enumerable.Range(0, 60).Select(i => i * 37 % 60 / 8.0).ToArray();
        var outcomes = Enumerable.Range(0, 60).Select(i => i % 3 == 0 || i > 45).ToArray();

        var near = Bootstrap.Of(values, outcomes);
        var far = Bootstrap.Of([.. values.Select(value => value + 1e9)], outcomes);

        Assert.Equal(near.Auc, far.Auc);
        Assert.Equal(near.CohensD.Low, far.CohensD.Low, 6);
        Assert.Equal(near.CohensD.High, far.CohensD.High, 6);
    }

    [Fact]
    public void An_offset_changes_no_slope_under_a_penalty()
    {
        var values = Enumerable.Range(0, 60).Select(i => i * 37 % 60 / 8.0).ToArray();
        var outcomes = Enumerable.Range(0, 60).Select(i => i % 3 == 0 || i > 45).ToArray();

        var near = PenalisedLogistic.Fit([values], outcomes);
        var far = PenalisedLogistic.Fit(
            [
                [.. values.Select(value => value + 1e9)],
            ],
            outcomes
        );

        Assert.Equal(near.Coef[0], far.Coef[0], 8);
        Assert.Equal(near.Intercept, far.Intercept + 1e9 * far.Coef[0], 6);
    }
}
