using FluxEntropy.Analysis;
using FluxEntropy.Analysis.Models;
using FluxEntropy.Analysis.Reports;
using FluxEntropy.Analysis.Tables;

namespace FluxEntropy.Tests.Analysis;

/// <summary>Models taken from tables, and what is said where they do not fit together.</summary>
public class ModelScoresTests
{
    private static readonly object?[] Texts = ["a", "b", "c", "d"];

    [Fact]
    public void Texts_are_matched_wherever_they_stand()
    {
        var scores = ModelScores.Of([
            Table("org_small_set.json", Texts, 1, 2, 3, 4),
            Table("org_large_set.json", ["d", "c", "e", "a"], 40, 30, 50, 10),
        ]);
        Assert.Equal(["small", "large"], scores.Models);
        Assert.Equal(["a", "c", "d"], scores.Texts);
        Assert.Equal(
            [
                [1, 3, 4],
                [10, 30, 40],
            ],
            scores.Values
        );
        Assert.Contains(scores.Warnings, warning =>
            warning.Contains("1 of 4 texts are not in every file", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Texts_that_are_there_twice_are_matched_in_their_order()
    {
        var scores = ModelScores.Of([
            Table("one", ["a", "a", "b"], 1, 2, 3),
            Table("two", ["a", "b", "a"], 10, 30, 20),
        ]);
        Assert.Equal(
            [
                [1, 2, 3],
                [10, 20, 30],
            ],
            scores.Values
        );
        Assert.Contains(scores.Warnings, warning => warning.Contains("more than once", StringComparison.Ordinal));
    }

    [Fact]
    public void A_column_a_model()
    {
        var scores = ModelScores.Of([
            Tables.Of("wide", ("prompt", Texts), ("chars", [1, 2, 3, 4]), ("A", [1, 2, 3, 4]), ("B", [4, null, 2, 1])),
        ]);
        Assert.Equal(["A", "B"], scores.Models);
        Assert.Equal(
            [
                [1, 3, 4],
                [4, 2, 1],
            ],
            scores.Values
        );
        Assert.Equal([1, 3, 4], scores.Characters!);
        Assert.Contains(scores.Warnings, warning =>
            warning.Contains("1 of 4 texts lack a value", StringComparison.Ordinal)
        );
        Assert.Contains(scores.Warnings, warning =>
            warning.Contains("of two models the first component", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_original_projects_names_lose_what_they_share(int models)
    {
        string[] names =
        [
            .. new[] { "org_A-1B", "org_B-2B", "org_C-3B" }
                .Take(models)
                .Select(model => $"{model}_prompts_entropy.json"),
        ];
        Assert.Equal(new[] { "A-1B", "B-2B", "C-3B" }.Take(models), ModelNames.Short(names));
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_and_says_why()
    {
        Refused("0 texts in common", Table("one", ["a", "b"], 1, 2), Table("two", ["c", "d"], 1, 2));
        Refused("the same value for every text", Table("one", ["a", "b"], 1, 1), Table("two", ["a", "b"], 1, 2));
        Refused("two models are called one", Table("one", ["a", "b"], 2, 1), Table("one", ["a", "b"], 1, 2));
        Refused("1 column", Tables.Of("wide", ("text", ["a", "b"]), ("entropy", [1, 2])));
        Refused(
            "neither texts nor ids",
            Tables.Of("one", ("entropy", [1, 2])),
            Tables.Of("two", ("entropy", [1, 2, 3]))
        );
        Refused(
            "name one of its own with --metric",
            Table("one", ["a", "b"], 1, 2),
            Tables.Of("two", ("text", ["a", "b"]), ("loss", [1, 2]))
        );
        Refused(
            "1 of 3 texts have a value of every model",
            Tables.Of("wide", ("A", [1, null, 3]), ("B", [1, 2, null]))
        );

        static void Refused(string why, params ScoreTable[] tables) =>
            Assert.Contains(
                why,
                Assert.Throws<AnalysisException>(() => ModelScores.Of(tables)).Message,
                StringComparison.Ordinal
            );
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 5)]
    [InlineData(6, 4)]
    [InlineData(3, 40)]
    public void Every_shape_becomes_a_whole_report(int models, int texts)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(models * 100 + texts);
        var table = Tables.Of(
            "wide",
            [
                .. Enumerable
                    .Range(0, models)
                    .Select(model =>
                        (
                            $"m{model}",
                            Tables.Cells(Enumerable.Range(0, texts).Select(_ => Math.Round(random.NextDouble(), 2)))
                        )
                    ),
            ]
        );
        ReportFolder.Write(ModelsAnalysis.Of(ModelScores.Of([table]), "m1"), folder.Path);
        Assert.All(
            new[] { "index.html", "results.json", "pictures/sorted.png", "pictures/spread.svg", "tables/texts.csv" },
            file => Assert.True(new FileInfo(folder[file]).Length > 30, file)
        );
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(folder["pictures/ranks.png"])[..4]);
        Assert.Contains(
            "there is no model m9",
            Assert.Throws<AnalysisException>(() => ModelsAnalysis.Of(ModelScores.Of([table]), "m9")).Message,
            StringComparison.Ordinal
        );
    }

    private static ScoreTable Table(string name, object?[] texts, params double[] values) =>
        Tables.Of(name, ("text", texts), ("characteristic_value", Tables.Cells(values)));

    [Fact]
    public void Models_that_split_texts_differently_are_compared_by_the_byte()
    {
        var scores = ModelScores.Of([Counted("one", [3, 4, 5, 6]), Counted("two", [3, 4, 7, 8])]);
        Assert.Equal("bits_per_byte", scores.Metric);
        Assert.Equal([10, 20, 30, 40], scores.Values[1]);
        Assert.Contains(
            "split 2 of 4 texts into different numbers of tokens",
            scores.Warnings[0],
            StringComparison.Ordinal
        );
        var asked = ModelScores.Of([Counted("one", [3, 4, 5, 6]), Counted("two", [3, 4, 7, 8])], "entropy.mean");
        Assert.Equal("entropy.mean", asked.Metric);
        Assert.Contains("do not compare between tokenizers", asked.Warnings[0], StringComparison.Ordinal);
        var alike = ModelScores.Of([Counted("one", [3, 4, 5, 6]), Counted("two", [3, 4, 5, 6])]);
        Assert.Equal("mean entropy", alike.Metric);
        Assert.DoesNotContain(alike.Warnings, warning => warning.Contains("token", StringComparison.Ordinal));

        static ScoreTable Counted(string name, object?[] tokens) =>
            Tables.Of(
                name,
                ("text", Texts),
                ("tokens", tokens),
                ("entropy.mean", [1, 2, 3, 4]),
                ("bits_per_byte", [10, 20, 30, 40])
            );
    }

    [Fact]
    public void Metrics_of_one_model_are_not_taken_for_models()
    {
        var table = Tables.Of(
            "scores",
            ("text", Texts),
            ("tokens", [3, 4, 5, 6]),
            ("entropy.mean", [1, 2, 3, 4]),
            ("perplexity", [1, 2, 3, 4]),
            ("surprisal.mean", [1, 2, 3, 4])
        );
        var refused = Assert.Throws<AnalysisException>(() => ModelScores.Of([table]));
        Assert.Contains("holds metrics of one model", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--columns", refused.Message, StringComparison.Ordinal);
        Assert.Equal(
            ["perplexity", "entropy.mean"],
            ModelScores.Of([table], columns: ["perplexity", "entropy.mean"]).Models
        );
    }

    [Fact]
    public void Of_two_models_nothing_is_said_that_takes_three()
    {
        var report = ModelsAnalysis.Of(
            ModelScores.Of([Table("one", Texts, 1, 2, 3, 4), Table("two", Texts, 1, 3, 2, 5)])
        );
        Assert.Contains("one and two are", report.Answers[^1], StringComparison.Ordinal);
        Assert.Contains("Spearman's ρ is 0.80.", report.Answers[0], StringComparison.Ordinal);
        Assert.DoesNotContain(report.Answers, answer => answer.Contains("average", StringComparison.Ordinal));
    }

    [Fact]
    public void Infinite_values_are_said()
    {
        var scores = ModelScores.Of([
            Tables.Of("wide", ("prompt", Texts), ("A", [1, 2, 3, "inf"]), ("B", [4, null, 2, 1])),
        ]);
        Assert.Contains(scores.Warnings, warning => warning.StartsWith("1 of 4 texts lack", StringComparison.Ordinal));
        Assert.Contains(scores.Warnings, warning =>
            warning.StartsWith("1 of 4 texts have an infinite", StringComparison.Ordinal)
        );
    }
}
