using System.Text.Json;
using FluxEntropy.Analysis.Evaluation;
using FluxEntropy.Analysis.Models;
using FluxEntropy.Analysis.Reports;
using FluxEntropy.Analysis.Tables;

namespace FluxEntropy.Tests.Analysis;

/// <summary>
/// Whole reports against whole files of values that other programs computed: whatever number such a file holds is looked up in
/// results.json by its name and place, and must be there and be the same.
/// </summary>
public class ReferenceNumbersTests
{
    // What only describes the other program, or was drawn by its random numbers.
    private static readonly string[] NoResults =
    [
        "statsmodels_max_abs_diff_coef",
        "n_components",
        "sign_rule",
        "centred",
        "scaled",
        "null_gaussian_copula_decile_mean_sd",
        "compare_abs",
    ];

    private readonly List<string> _faults = [];
    private int _compared;

    [Theory]
    [InlineData("full", null)]
    [InlineData("balanced42", 42u)]
    public async Task Evaluations(string part, uint? seed)
    {
        var options = new EvaluationOptions
        {
            Covariates = ["wikihow", "chars"],
            Domain = "wikihow",
            BalanceSeed = seed,
        };
        var table = await TableFile.ReadAsync(
            SharedData.Path("reference/statistics/hellaswag_aggregated.csv"),
            TestContext.Current.CancellationToken
        );
        var actual = Json(EvaluationAnalysis.Of(table, options, TimeProvider.System));
        Compare(
            Expected("hellaswag_aggregated").GetProperty(part),
            actual,
            part,
            left: ["pearson_matrix", "spearman_matrix"]
        ); // they have no wikihow: see below
        Done(1000);
    }

    [Fact]
    public async Task Evaluation_by_kind_of_text_held_small_and_drawn_again()
    {
        var table = await TableFile.ReadAsync(
            SharedData.Path("reference/statistics/hellaswag_aggregated.csv"),
            TestContext.Current.CancellationToken
        );
        var actual = Json(
            EvaluationAnalysis.Of(
                table,
                new EvaluationOptions { Covariates = ["chars"], Domain = "wikihow" },
                TimeProvider.System
            )
        );
        var expected = Expected("hellaswag_aggregated");
        foreach (var matrix in new[] { "pearson_matrix", "spearman_matrix" })
            Compare(expected.GetProperty("full").GetProperty(matrix), actual.GetProperty(matrix), matrix, 1e-9);
        Compare(
            expected.GetProperty("activitynet_rows_1_3243"),
            actual.GetProperty("domain").GetProperty("0").GetProperty("logit"),
            "activitynet"
        );
        Compare(
            expected.GetProperty("wikihow_rows_3244_10042"),
            actual.GetProperty("domain").GetProperty("1").GetProperty("logit"),
            "wikihow"
        );
        foreach (var (kind, name) in new[] { ("0", "activitynet"), ("1", "wikihow") })
        {
            var (domain, found) = (
                expected.GetProperty("domain").GetProperty(kind),
                actual.GetProperty("domain").GetProperty(kind)
            );
            Close(domain.GetProperty("n"), found.GetProperty("n"), kind, 0);
            Close(domain.GetProperty("accuracy"), found.GetProperty("accuracy"), kind, 1e-12);
            foreach (var mean in new[] { "entropy", "varentropy", "chars" })
                Close(domain.GetProperty($"mean_{mean}"), found.GetProperty("means").GetProperty(mean), mean, 1e-12);
            Close(
                expected.GetProperty("within_domain_corr_H_V").GetProperty(name),
                found.GetProperty("correlation_of_the_first_two"),
                name,
                1e-12
            );
        }
        // scikit-learn stops before the maximum, its tight tolerance included: both rows of the reference are the same to the last digit.
        foreach (
            var metric in new[]
            {
                "entropy",
                "varentropy",
                "sqrt_varentropy",
                "entropy+varentropy",
                "entropy+sqrt_varentropy",
            }
        )
            Compare(
                expected.GetProperty("sklearn_l2_C1").GetProperty(metric).GetProperty("default_lbfgs"),
                actual.GetProperty("sklearn_l2_C1").GetProperty(metric),
                metric,
                0,
                0.002
            );
        // Other random numbers draw other rows: the interval agrees to the tolerance that the reference gives.
        var (drawn, own) = (
            expected.GetProperty("bootstrap_auc_entropy").GetProperty("percentile_ci95"),
            actual.GetProperty("bootstrap").GetProperty("entropy").GetProperty("auc_ci95")
        );
        // The reference takes the area of the fitted probabilities, which fall as entropy rises.
        Assert.Equal(1 - drawn[1].GetDouble(), own[0].GetDouble(), 0.002);
        Assert.Equal(1 - drawn[0].GetDouble(), own[1].GetDouble(), 0.002);
        Done(80);
    }

    [Fact]
    public async Task Models()
    {
        var table = await TableFile.ReadAsync(
            SharedData.Path("reference/statistics/sanity_entropies.csv"),
            TestContext.Current.CancellationToken
        );
        var report = ModelsAnalysis.Of(ModelScores.Of([table]));
        var actual = JsonSerializer.Serialize(Json(report));
        foreach (
            var (theirs, ours) in new[]
            {
                ("n_prompts", "n_texts"),
                ("anova_twoway_blocked_by_prompt", "anova_twoway_blocked_by_text"),
                ("ss_prompt", "ss_text"),
                ("df_prompt", "df_text"),
                ("f_prompt", "f_text"),
                ("p_prompt", "p_text"),
                ("kendall_w_prompts", "kendall_w_texts"),
                ("rank_spread_by_decile_of_1p7B_rank_excluding_1p7B", "rank_spread_by_decile_without_that_model"),
                ("zscore_sd_by_decile_of_1p7B", "zscore_sd_by_decile"),
                ("spearman_entropy_vs_chars", "spearman_vs_chars"),
                ("entropy", "value"),
            }
        )
            actual = actual.Replace($"\"{ours}\":", $"\"{theirs}\":", StringComparison.Ordinal);
        actual = actual.Replace(
            "\"rank_spread_by_decile\":",
            "\"rank_spread_by_decile_of_1p7B_rank\":",
            StringComparison.Ordinal
        );
        Compare(Expected("sanity"), JsonDocument.Parse(actual).RootElement, "sanity");
        Done(1100);
    }

    private static JsonElement Expected(string name) =>
        JsonDocument
            .Parse(File.ReadAllText(SharedData.Path($"reference/statistics/{name}.json")))
            .RootElement.GetProperty("expected");

    private static JsonElement Json(Report report) => JsonDocument.Parse(ReportFolder.Json(report.Numbers)).RootElement;

    private void Compare(
        JsonElement expected,
        JsonElement actual,
        string path,
        double relative = 1e-8,
        double? absolute = null,
        string[]? left = null
    )
    {
        if (expected.ValueKind == JsonValueKind.Object)
        {
            foreach (
                var member in expected
                    .EnumerateObject()
                    .Where(member => !NoResults.Contains(member.Name) && left?.Contains(member.Name) is not true)
            )
            {
                if (
                    actual.ValueKind == JsonValueKind.Object
                    && actual
                        .EnumerateObject()
                        .FirstOrDefault(other => other.Name.Equals(member.Name, StringComparison.OrdinalIgnoreCase))
                        is { Name: not null } found
                )
                    Compare(
                        member.Value,
                        found.Value,
                        $"{path}.{member.Name}",
                        IsP(member.Name) ? 1e-6 : relative,
                        IsP(member.Name) ? 1e-300 : absolute
                    );
                else
                    _faults.Add($"{path}.{member.Name} is missing");
            }
        }
        else if (expected.ValueKind == JsonValueKind.Array)
        {
            if (actual.ValueKind != JsonValueKind.Array || actual.GetArrayLength() != expected.GetArrayLength())
                _faults.Add($"{path} has another length");
            else
                for (var i = 0; i < expected.GetArrayLength(); i++)
                    Compare(expected[i], actual[i], $"{path}[{i}]", relative, absolute);
        }
        else
        {
            Close(expected, actual, path, relative, absolute ?? Rounding(path));
        }
    }

    private void Close(JsonElement expected, JsonElement actual, string path, double relative, double absolute = 1e-12)
    {
        _compared++;
        if (expected.ValueKind != JsonValueKind.Number)
        {
            if (Reference.WithoutNoise(expected.ToString()) != actual.ToString())
                _faults.Add($"{path}: {actual} in place of {expected}");
            return;
        }
        var (wanted, found) = (
            expected.GetDouble(),
            actual.ValueKind == JsonValueKind.Number ? actual.GetDouble() : double.NaN
        );
        if (!(Math.Abs(wanted - found) <= Math.Max(relative * Math.Abs(wanted), absolute)))
            _faults.Add($"{path}: {actual} in place of {expected}");
    }

    // Some figures are rounding and nothing else: the variance that the last component has not, a sum of squares that is 0.
    private static double Rounding(string path) =>
        path.Contains("pca", StringComparison.Ordinal) || path.Contains("anova_oneway.rank", StringComparison.Ordinal)
            ? 1e-8
            : 1e-11;

    private static bool IsP(string name) =>
        name is "p" or "llr_p" or "raw" or "holm" or "benjamini_hochberg"
        || name.EndsWith("_p", StringComparison.Ordinal)
        || name.StartsWith("p_", StringComparison.Ordinal)
        || name.Contains("_p_", StringComparison.Ordinal);

    private void Done(int least)
    {
        Assert.True(_faults.Count == 0, $"{_faults.Count} of {_compared}:\n" + string.Join('\n', _faults.Take(40)));
        Assert.True(_compared >= least, $"only {_compared} values were compared");
    }
}
