using System.Text.Json;
using FluxEntropy.Analysis;
using FluxEntropy.Analysis.Evaluation;
using FluxEntropy.Analysis.Reports;
using FluxEntropy.Analysis.Statistics;
using FluxEntropy.Analysis.Tables;

namespace FluxEntropy.Tests.Analysis;

/// <summary>Evaluations that are as they should be, and those that are not: each has a plain outcome.</summary>
public class EvaluationAnalysisTests
{
    private static readonly TimeProvider Noon = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(
        new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)
    );
    private static readonly double[] Entropies = [1.2, 2.2, 3.1, 2.8, 1.9, 2.5, 3.3, 2.1, 2.9, 1.7, 2.4, 3.6];
    private static readonly object?[] Correct = ["True", "false", 1, 0, 1, 0, 0, 1, 0, 1, 0, 1];

    [Fact]
    public void An_evaluation_becomes_a_whole_report()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        double[] entropy = [.. Enumerable.Range(0, 400).Select(_ => 1 + 3 * random.NextDouble())];
        var table = Tables.Of(
            "answers",
            ("correct", [.. entropy.Select(h => (object)(random.NextDouble() < 1 / (1 + Math.Exp(h - 2.5)) ? 1 : 0))]),
            ("entropy.mean", Tables.Cells(entropy)),
            ("varentropy.mean", Tables.Cells(entropy.Select(h => 2 + h * random.NextDouble()))),
            ("source", [.. entropy.Select((_, i) => (object)(i % 3 == 0 ? "wiki" : "web"))]),
            ("text", [.. entropy.Select((_, i) => (object)$"text number {i / 2}")])
        );
        var report = EvaluationAnalysis.Of(
            table,
            new EvaluationOptions { Covariates = ["chars", "source"], Domain = "source" },
            Noon
        );
        ReportFolder.Write(report, folder.Path);
        Assert.All(new[] { "index.html", "results.json" }, file =>
            Assert.True(new FileInfo(folder[file]).Length > 1000, file)
        );
        Assert.All(new[] { "densities", "roc", "bins", "correlations" }, name =>
            Assert.True(
                new FileInfo(folder[$"pictures/{name}.png"]).Length > 5000
                    && File.ReadAllText(folder[$"pictures/{name}.svg"]).Contains("<svg", StringComparison.Ordinal)
            )
        );
        var page = File.ReadAllText(folder["index.html"]);
        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Date:                Tue, 24 Nov 2026", page, StringComparison.Ordinal);
        Assert.Contains("entropy: lower where the answer is right", report.Answers[0], StringComparison.Ordinal);
        // One area in the answer, in the table, in the picture and in the numbers, below 0.5 as it is.
        var area = JsonDocument
            .Parse(File.ReadAllText(folder["results.json"]))
            .RootElement.GetProperty("roc")
            .GetProperty("entropy");
        Assert.InRange(area.GetProperty("auc").GetDouble(), 0.1, 0.45);
        Assert.Equal("lower", area.GetProperty("right_answers_are").GetString());
        var shown = FormattableString.Invariant($"AUC {area.GetProperty("auc").GetDouble():0.000}");
        Assert.Contains($"{shown} (below 0.5: right answers are lower)", report.Answers[0], StringComparison.Ordinal);
        Assert.Contains(
            shown,
            File.ReadAllText(folder["pictures/roc.svg"]).Replace("\n", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Contains(
            FormattableString.Invariant($"entropy,{area.GetProperty("auc").GetDouble()},lower,"),
            File.ReadAllText(folder["tables/roc.csv"]),
            StringComparison.Ordinal
        );
        Assert.Contains(report.Warnings, warning =>
            warning.Contains("400 rows share their text", StringComparison.Ordinal)
        );
        var json = JsonDocument.Parse(File.ReadAllText(folder["results.json"])).RootElement;
        Assert.True(json.GetProperty("logit").TryGetProperty("entropy+varentropy+chars+source=wiki", out _));
        Assert.Equal(2, json.GetProperty("domain").EnumerateObject().Count());
    }

    [Fact]
    public void Separation_is_said_and_the_area_given()
    {
        var report = Of(Tables.Of("t", ("correct", [1, 1, 1, 0, 0, 0]), ("entropy", [1, 2, 3, 4, 5, 6])));
        Assert.Contains(report.Warnings, warning =>
            warning.Contains("separate the outcomes completely", StringComparison.Ordinal)
        );
        Assert.Contains(report.Answers, answer =>
            answer.Contains("AUC 0.000 (below 0.5: right answers are lower)", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_constant_metric_is_said_and_the_others_go_on()
    {
        var report = Of(
            Tables.Of(
                "t",
                ("correct", Correct),
                ("entropy", [.. Correct.Select(_ => (object)2.5)]),
                ("varentropy", Tables.Cells(Entropies))
            )
        );
        Assert.Contains(report.Warnings, warning =>
            warning.Contains("entropy is 2.5 in every row", StringComparison.Ordinal)
        );
        var json = JsonDocument.Parse(ReportFolder.Json(report.Numbers)).RootElement;
        Assert.Equal(0.5, json.GetProperty("roc").GetProperty("entropy").GetProperty("auc").GetDouble());
        Assert.False(json.GetProperty("logit").TryGetProperty("entropy", out _));
        Assert.True(json.GetProperty("logit").TryGetProperty("varentropy", out _));
    }

    [Fact]
    public void Collinear_metrics_are_said_and_each_is_fitted_alone()
    {
        var report = Of(
            Tables.Of(
                "t",
                ("correct", Correct),
                ("a", Tables.Cells(Entropies)),
                ("b", Tables.Cells(Entropies.Select(h => 3 * h + 1)))
            ),
            new EvaluationOptions { Metrics = ["a", "b"], Outcome = "correct" }
        );
        Assert.Contains(report.Warnings, warning =>
            warning.Contains("a + b", StringComparison.Ordinal)
            && warning.Contains("linear combinations of each other", StringComparison.Ordinal)
        );
        Assert.Equal(
            ["a", "b"],
            JsonDocument
                .Parse(ReportFolder.Json(report.Numbers))
                .RootElement.GetProperty("logit")
                .EnumerateObject()
                .Select(fit => fit.Name)
        );
    }

    [Fact]
    public void A_collinear_pair_stands_in_the_tables_with_infinite_inflation_and_the_likelihood_of_one()
    {
        double[] b = [.. Entropies.Select(value => 2 * value + 1)];
        var table = Tables.Of("t", ("correct", Correct), ("a", Tables.Cells(Entropies)), ("b", Tables.Cells(b)));
        var report = EvaluationAnalysis.Of(table, new EvaluationOptions { Metrics = ["a", "b"] }, Noon);
        using var folder = new TemporaryFolder();
        ReportFolder.Write(report, folder.Path);
        var rows = File.ReadAllLines(folder["tables/coefficients.csv"]);
        Assert.Contains("a + b,a,,,,,,,Infinity", rows);
        Assert.Contains("a + b,b,,,,,,,Infinity", rows);
        Assert.Contains("<td>∞</td>", File.ReadAllText(folder["index.html"]), StringComparison.Ordinal);
        var json = JsonDocument.Parse(File.ReadAllText(folder["results.json"])).RootElement;
        var pair = json.GetProperty("collinear").GetProperty("a+b");
        Assert.Equal("Infinity", pair.GetProperty("vif").GetProperty("b").GetString());
        Assert.Equal(
            json.GetProperty("logit").GetProperty("a").GetProperty("log_likelihood").GetDouble(),
            pair.GetProperty("log_likelihood").GetDouble()
        );
        var nested = json.GetProperty("nested_lr_tests").GetProperty("add_b_to_a");
        Assert.Equal((0, 0), (nested.GetProperty("lr").GetDouble(), nested.GetProperty("df").GetInt32()));
        Assert.Contains("b adds nothing to a, of which it is a linear combination.", report.Answers);
    }

    [Fact]
    public void Of_three_predictors_only_those_of_the_combination_are_inflated_without_end()
    {
        double[] other = [.. Entropies.Select((value, i) => Math.Sin(5 * i) + 0.2 * value)];
        var found = Assert.Throws<CollinearPredictorsException>(() =>
            LogisticRegression.Fit(
                ["a", "b", "other"],
                [Entropies, [.. Entropies.Select(value => 3 - value)], other],
                [.. Correct.Select((_, i) => i % 3 == 0)]
            )
        );
        Assert.Equal([double.PositiveInfinity, double.PositiveInfinity], found.Vif.Take(2));
        Assert.InRange(found.Vif[2], 1, 2);
        Assert.StartsWith("a and b are linear combinations", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Infinite_values_are_counted_apart_from_missing_ones()
    {
        object?[] values = [.. Entropies.Cast<object?>()];
        (values[1], values[2], values[3]) = ("inf", "-inf", null);
        var table = Tables.Of("t", ("correct", Correct), ("entropy", values));
        var report = EvaluationAnalysis.Of(table, new EvaluationOptions(), Noon);
        Assert.Contains(report.Warnings, warning =>
            warning.StartsWith("entropy: 1 of 12 rows have no value", StringComparison.Ordinal)
        );
        Assert.Contains(report.Warnings, warning =>
            warning.StartsWith("entropy: 2 of 12 rows have an infinite value", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_root_is_not_drawn_beside_its_square()
    {
        var random = new Random(3);
        double[] h = [.. Enumerable.Range(0, 60).Select(_ => 1 + random.NextDouble())];
        var f = EvaluationFindings.Of(
            EvaluationData.Of(
                Tables.Of(
                    "t",
                    ("correct", [.. h.Select((_, i) => (object)(i % 2))]),
                    ("entropy", Tables.Cells(h)),
                    ("varentropy", Tables.Cells(h.Select(value => value * random.NextDouble())))
                ),
                new EvaluationOptions()
            ),
            new EvaluationOptions()
        );
        Assert.Equal(
            ["entropy", "varentropy", "composite_metric"],
            MetricPanels.MetricsOf(f).Select(metric => metric.Name)
        );
    }

    [Fact]
    public void Rows_without_a_value_or_an_outcome_are_left_out_and_counted()
    {
        object?[] correct = [null, .. Correct[1..]];
        object?[] entropy = [1.0, null, double.NaN, .. Tables.Cells(Entropies[3..])];
        var report = Of(Tables.Of("t", ("correct", correct), ("entropy", entropy)));
        Assert.Contains(report.Warnings, warning =>
            warning.Contains("1 of 12 rows have no outcome", StringComparison.Ordinal)
        );
        Assert.Contains(report.Warnings, warning =>
            warning.Contains("entropy: 2 of 11 rows have no value", StringComparison.Ordinal)
        );
        Assert.Equal(
            9,
            JsonDocument
                .Parse(ReportFolder.Json(report.Numbers))
                .RootElement.GetProperty("logit")
                .GetProperty("entropy")
                .GetProperty("n")
                .GetInt32()
        );
    }

    [Fact]
    public void Bins_that_collapse_are_said()
    {
        var report = Of(Tables.Of("t", ("correct", Correct), ("entropy", [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3])));
        Assert.Contains(report.Warnings, warning =>
            warning.Contains("4 quantile bins collapse to", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_cannot_be_analysed_is_refused_and_says_why()
    {
        Refused("there is nothing to predict", Tables.Of("t", ("correct", [1, 1, 1, 1]), ("entropy", [1, 2, 3, 4])));
        Refused("no column of outcomes", Tables.Of("t", ("entropy", [1, 2, 3, 4])));
        Refused(
            "outcomes are true, false, 1 or 0",
            Tables.Of("t", ("correct", ["yes", "no", "yes", "no"]), ("entropy", [1, 2, 3, 4]))
        );
        Refused("too few", Tables.Of("t", ("correct", [1, 0]), ("entropy", [1, 2])));
        Refused("name metrics with --metrics", Tables.Of("t", ("correct", [1, 0, 1, 0]), ("loss", [1, 2, 3, 4])));
        Refused(
            "kinds of words",
            Tables.Of(
                "t",
                ("correct", Correct),
                ("entropy", Tables.Cells(Entropies)),
                ("name", [.. "abcdefghijkl".Select(letter => (object)letter)])
            ),
            new EvaluationOptions { Covariates = ["name"] }
        );

        static void Refused(string why, ScoreTable table, EvaluationOptions? options = null) =>
            Assert.Contains(
                why,
                Assert.Throws<AnalysisException>(() => Of(table, options)).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void Entropies_of_likeliest_tokens_come_with_their_bounds()
    {
        object?[] cells =
        [
            .. Entropies.Select(h =>
                FormattableString.Invariant(
                    $"[{{'token': 'a', 'logprob': {-0.2 * h}}}, {{'token': 'b', 'logprob': {-1.9 - h}}}]"
                )
            ),
        ];
        cells[3] = "[broken";
        var report = Of(
            Tables.Of("t", ("correct", Correct), ("last_token_predictions", cells)),
            new EvaluationOptions { Vocabulary = 100 }
        );
        Assert.Contains(report.Warnings, warning =>
            warning.Contains("whole entropy lies between", StringComparison.Ordinal)
        );
        Assert.Contains(report.Warnings, warning =>
            warning.Contains("1 rows of \"last_token_predictions\" could not be read", StringComparison.Ordinal)
        );
        var json = JsonDocument.Parse(ReportFolder.Json(report.Numbers)).RootElement;
        Assert.Equal(11, json.GetProperty("basic").GetProperty("entropy").GetProperty("n").GetInt32());
        Assert.True(
            json.GetProperty("top_tokens").GetProperty("mean_lower_bound").GetDouble()
                < json.GetProperty("top_tokens").GetProperty("mean_upper_bound").GetDouble()
        );
        var original = Of(
            Tables.Of("t", ("correct", Correct), ("last_token_predictions", cells)),
            new EvaluationOptions { OriginalBase2 = true }
        );
        Assert.Contains(original.Warnings, warning => warning.Contains("temperature 1/ln 2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_share_that_rises_bin_by_bin_is_a_trend()
    {
        // By hand: scores 0, 1, 2; T = Σ t(yes·20 − no·10) = 1·(3·20 − 7·10) + 2·(6·20 − 4·10) = 150, variance
        // 20·10/30·(30·50 − 30²) = 4000.
        var trend = TrendTest.Of([
            [9, 1],
            [7, 3],
            [4, 6],
        ]);
        Assert.Equal(150 / Math.Sqrt(4000), trend.Z, 1e-12);
        Assert.Equal(0.01771, trend.P, 1e-4);
    }

    private static Report Of(ScoreTable table, EvaluationOptions? options = null) =>
        EvaluationAnalysis.Of(table, options ?? new EvaluationOptions { Draws = 50 }, Noon);
}
