using FluxEntropy.Analysis.Evaluation;
using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Tests.Analysis;

/// <summary>Regressions printed as statsmodels prints them.</summary>
public class LogitSummaryTests
{
    [Theory]
    [InlineData("summary_logit_full_entropy.txt", "14:26:59", "entropy")]
    [InlineData("summary_logit_full_entropy_varentropy.txt", "14:27:00", "entropy", "varentropy")]
    public void Same_to_the_character(string file, string time, params string[] predictors)
    {
        var columns = Reference.Columns("hellaswag_aggregated");
        var fit = LogisticRegression.Fit(
            predictors,
            [.. predictors.Select(name => columns[name])],
            [.. columns["correct"].Select(correct => correct == 1)]
        );
        var expected = File.ReadAllText(SharedData.Path($"reference/statistics/{file}"));
        var at = new DateTime(
            DateOnly.Parse("2026-11-23", System.Globalization.CultureInfo.InvariantCulture),
            TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture)
        );
        Assert.Equal(expected.TrimEnd('\n'), LogitSummary.Of(fit, "y", at));
    }

    [Theory]
    [InlineData(0.0004307, 4, "0.0004307")]
    [InlineData(-6909.3, 5, "-6909.3")]
    [InlineData(0.5, 4, "0.5000")]
    [InlineData(12345, 5, "12345.")]
    [InlineData(123456, 5, "1.2346e+05")]
    [InlineData(1.5e-10, 4, "1.500e-10")]
    [InlineData(0, 4, "0.000")]
    [InlineData(0.99999, 4, "1.000")]
    [InlineData(double.NaN, 4, "nan")]
    public void Significant_digits_are_those_of_C(double value, int digits, string expected) =>
        Assert.Equal(expected, CNumberText.General(value, digits));
}
