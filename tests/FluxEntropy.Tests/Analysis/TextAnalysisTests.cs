using FluxEntropy.Analysis.Reports;
using FluxEntropy.Analysis.Texts;
using FluxEntropy.Tests.Analysis.Pictures;

namespace FluxEntropy.Tests.Analysis;

/// <summary>One text, token by token.</summary>
public class TextAnalysisTests
{
    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 400)]
    [InlineData(1, 1)]
    public void A_text_becomes_a_whole_report(int models, int tokens)
    {
        using var folder = new TemporaryFolder();
        ReportFolder.Write(
            TextAnalysis.Of(
                "poem.txt",
                [.. Enumerable.Range(1, models).Select(model => Text($"model-{model}", tokens))]
            ),
            folder.Path
        );
        var page = File.ReadAllText(folder["index.html"]);
        Assert.Contains("&lt;b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.All(
            new[]
            {
                "pictures/curves.png",
                models == 1 ? "pictures/heat.png" : "pictures/heat_2.svg",
                models == 1 ? "tables/tokens.csv" : "tables/tokens_1.csv",
            },
            file => Assert.True(File.Exists(folder[file]), file)
        );
        using var reader = Sylvan.Data.Csv.CsvDataReader.Create(
            folder[models == 1 ? "tables/tokens.csv" : "tables/tokens_2.csv"]
        );
        var rows = 0;
        while (reader.Read())
            rows++;
        Assert.Equal(tokens, rows);
    }

    [Fact]
    public void Models_that_split_a_text_differently_are_said_not_to_compare_by_the_token()
    {
        var one = Text("one", 12) with { Metrics = new Dictionary<string, double> { ["bits_per_byte"] = 1.25 } };
        var other = Text("two", 9) with { Metrics = new Dictionary<string, double> { ["bits_per_byte"] = 1.5 } };
        Assert.Contains(
            "bits a byte do: one 1.25, two 1.50",
            Assert.Single(TextAnalysis.Of("t", [one, other]).Warnings),
            StringComparison.Ordinal
        );
        Assert.Empty(TextAnalysis.Of("t", [one, one with { Model = "same tokenizer" }]).Warnings);
    }

    [Fact]
    public void A_character_of_several_tokens_is_shown_once_and_hebrew_from_the_right()
    {
        string[] tokens = ["a", "א", "א", " ", "ב", "b"];
        var text = new ScoredText(
            "m",
            tokens,
            [0, 1, 1, 2, 3, 4],
            new double[6],
            new double[6],
            [double.NaN, 1, 2, 3, 4, 5],
            new Dictionary<string, double>()
        );
        Assert.Equal(["a", "א", " ", "ב", "b"], HeatTokens.Of(text).Select(token => token.Text));
        Assert.Equal(3, HeatTokens.Of(text)[1].Surprisal);
        var svg = new SvgPicture(HeatPicture.Of("heat", text, 8));
        string[] fromTheLeft =
        [
            .. svg
                .Words.Where(word => word.Text is "a" or "b" or "א" or "ב")
                .OrderBy(word => word.Left)
                .Select(word => word.Text),
        ];
        Assert.Equal(["a", "ב", "א", "b"], fromTheLeft);
    }

    private static ScoredText Text(string model, int tokens)
    {
        double[] values = [.. Enumerable.Range(0, tokens).Select(i => 2 + Math.Sin(i))];
        return new ScoredText(
            model,
            [
                .. values.Select(
                    (_, i) =>
                        i == 0 ? "<b>"
                        : i % 50 == 0 ? "new\nline "
                        : $"word{i} "
                ),
            ],
            [.. values.Select((_, i) => i * 6)],
            values,
            values,
            [double.NaN, .. values.Skip(1)],
            new Dictionary<string, double> { ["entropy.mean"] = values.Average() }
        );
    }
}
