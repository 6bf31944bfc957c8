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
        Assert.Contains(report.Answers, answer => answer.Contains("AUC 1.000", StringComparison.Ordinal));
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
