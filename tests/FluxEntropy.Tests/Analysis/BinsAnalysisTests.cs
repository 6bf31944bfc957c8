using System.Text.Json;
using FluxEntropy.Analysis;
using FluxEntropy.Analysis.Bins;
using FluxEntropy.Analysis.Reports;
using FluxEntropy.Analysis.Statistics;
using FluxEntropy.Analysis.Tables;

namespace FluxEntropy.Tests.Analysis;

/// <summary>Quantile bins of metrics, and drift.</summary>
public class BinsAnalysisTests
{
    [Fact]
    public async Task The_original_projects_buckets()
    {
        var expected = Reference.Read("hellaswag_aggregated").At("curriculum_buckets");
        var table = await TableFile.ReadAsync(
            SharedData.Path("reference/statistics/hellaswag_aggregated.csv"),
            TestContext.Current.CancellationToken
        );
        var report = BinsAnalysis.Of(table, null, new BinsOptions());
        var json = JsonDocument.Parse(ReportFolder.Json(report.Numbers)).RootElement;
        foreach (
            var (theirs, ours) in new[]
            {
                ("boundaries", "boundaries"),
                ("counts", "counts"),
                ("accuracy_per_bucket", "accuracy_per_bucket"),
                ("mean_entropy", "mean_per_bucket"),
            }
        )
            Reference.Close(
                expected.Numbers(theirs),
                [.. json.GetProperty(ours).EnumerateArray().Select(value => value.GetDouble())],
                1e-12
            );
        var file = JsonDocument.Parse(ReportFolder.Json(report.Files["bucket_boundaries.json"])).RootElement;
        Reference.Close(
            [expected.Number("mean"), expected.Number("std_ddof0")],
            [file.GetProperty("mean").GetDouble(), file.GetProperty("std").GetDouble()],
            1e-12
        );
        foreach (var percentile in new[] { "0", "10", "25", "50", "75", "90", "100" })
            Reference.Close(
                expected.At("percentiles").Member(percentile).Number(),
                file.GetProperty("percentiles").GetProperty(percentile).GetDouble(),
                1e-12
            );
    }

    [Fact]
    public void Boundaries_that_coincide_leave_bins_empty_as_searchsorted_does()
    {
        double[] values = [1, 1, 1, 1, 2, 3, 4, 5, 5, 5];
        var boundaries = new BinsOptions().Quantiles.Select(q => Summary.Quantile(values, q)).ToArray();
        Assert.Equal([1, 1, 2.5, 4.75, 5], boundaries);
        Assert.Equal([0, 0, 0, 0, 2, 3, 3, 4, 4, 4], values.Select(value => Buckets.Of(value, boundaries)));
        var report = BinsAnalysis.Of(Tables.Of("t", ("entropy", Tables.Cells(values))), null, new BinsOptions());
        Assert.Contains(report.Warnings, warning => warning.Contains("coincide", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_becomes_a_whole_report_with_drift()
    {
        using var folder = new TemporaryFolder();
        var report = BinsAnalysis.Of(
            Corpus("monday", 0),
            Corpus("friday", 0.5),
            new BinsOptions { Quantiles = [0.25, 0.5, 0.75], Examples = 2 }
        );
        ReportFolder.Write(report, folder.Path);
        Assert.Contains(report.Answers, answer => answer.Contains("p < 0.001", StringComparison.Ordinal));
        Assert.All(
            new[]
            {
                "pictures/distribution.png",
                "pictures/drift.svg",
                "pictures/correlations.png",
                "tables/examples.csv",
                "bucket_boundaries.json",
            },
            file => Assert.True(new FileInfo(folder[file]).Length > 100, file)
        );
        var json = JsonDocument.Parse(File.ReadAllText(folder["results.json"])).RootElement;
        Assert.Equal([75, 75, 75, 75], json.GetProperty("counts").EnumerateArray().Select(count => count.GetInt32()));
        Assert.Equal(
            1,
            json.GetProperty("token_share_per_bucket").EnumerateArray().Sum(share => share.GetDouble()),
            1e-12
        );
        Assert.InRange(json.GetProperty("drift").GetProperty("entropy.mean").GetProperty("ks_p").GetDouble(), 0, 1e-3);
        Assert.Equal(9, File.ReadAllLines(folder["tables/examples.csv"]).Length);
    }

    [Fact]
    public void A_sample_has_not_drifted_from_itself_and_a_shifted_one_has()
    {
        double[] sample = [.. Enumerable.Range(0, 500).Select(i => Math.Sin(i * 12.9898) * 3)];
        Assert.Equal((0, 1, 0), Drift.Of(sample, sample) is var same ? (same.KsD, same.KsP, same.Psi) : default);
        var shifted = Drift.Of(sample, [.. sample.Select(value => value + 1)]);
        Assert.True(shifted is { KsP: < 1e-6, Psi: > 0.1 }, shifted.ToString());
        // Two and two values: √(2·2/4) = 1, so λ = (1 + 0.12 + 0.11)·0.5 = 0.615, and p = 2·Σ(−1)^(k−1)·e^(−2k²λ²).
        var small = Drift.Of([1, 2], [1.5, 2.5]);
        Assert.Equal(0.5, small.KsD);
        Assert.Equal(
            2
                * (
                    Math.Exp(-2 * 0.615 * 0.615)
                    - Math.Exp(-8 * 0.615 * 0.615)
                    + Math.Exp(-18 * 0.615 * 0.615)
                    - Math.Exp(-32 * 0.615 * 0.615)
                ),
            small.KsP,
            1e-3
        );
    }

    [Fact]
    public void What_cannot_be_cut_is_refused_and_says_why()
    {
        Refused("name some with --metrics", Tables.Of("t", ("loss", [1, 2])), new BinsOptions());
        Refused("at least two are needed", Tables.Of("t", ("entropy", [1, null])), new BinsOptions());
        Refused("quantiles rise", Corpus("t", 0), new BinsOptions { Quantiles = [0.5, 0.5] });
        Refused("quantiles rise", Corpus("t", 0), new BinsOptions { Quantiles = [0.5, 1] });

        static void Refused(string why, ScoreTable table, BinsOptions options) =>
            Assert.Contains(
                why,
                Assert.Throws<AnalysisException>(() => BinsAnalysis.Of(table, null, options)).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void What_is_not_drawn_is_said()
    {
        double[] values = [.. Enumerable.Range(0, 2000).Select(i => i / 100.0)];
        var many = BinsAnalysis.Of(Tables.Of("t", ("entropy", Tables.Cells(values))), null, new BinsOptions());
        Assert.Contains(
            "The middle 99.6% is drawn: 8 of 2,000 values lie beyond the ends of the axis.",
            many.Sections[0].Pictures[0].Caption,
            StringComparison.Ordinal
        );
        var few = BinsAnalysis.Of(Tables.Of("t", ("entropy", Tables.Cells(values[..100]))), null, new BinsOptions());
        Assert.DoesNotContain("99.6%", few.Sections[0].Pictures[0].Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Bins_have_one_base_in_words_and_in_json()
    {
        var json = JsonDocument.Parse(
            ReportFolder.Json(BinsAnalysis.Of(Corpus("t", 0), null, new BinsOptions()).Numbers)
        );
        var bins = json.RootElement.GetProperty("bins").EnumerateArray().ToArray();
        Assert.Equal([1, 2, 3, 4, 5, 6], bins.Select(bin => bin.GetProperty("bin").GetInt32()));
        Assert.Equal(300, bins.Sum(bin => bin.GetProperty("texts").GetInt32()));
    }

    [Fact]
    public async Task Texts_come_from_the_files_that_were_scored_and_their_lack_is_said()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["books.jsonl"], "{\"id\":\"a\",\"text\":\"one\"}\n{\"id\":\"b\",\"text\":\"7\"}\n");
        File.WriteAllText(folder["scores.csv"], "id,entropy.mean\nb,2\na,1\nc,3\n");
        var cancellation = TestContext.Current.CancellationToken;
        var table = await TableFile.ReadAsync(folder["scores.csv"], cancellation);
        Assert.Contains(BinsAnalysis.Of(table, null, new BinsOptions()).Warnings, warning =>
            warning.Contains("flux score --text", StringComparison.Ordinal)
        );
        var joined = await TableTexts.AddAsync(table, [folder["books.jsonl"]], cancellationToken: cancellation);
        Assert.Equal((string?[])["7", "one", null], joined.DocumentTexts()!.AsEnumerable());
        File.WriteAllText(folder["other.jsonl"], "{\"id\":\"z\",\"text\":\"one\"}\n");
        var refused = await Assert.ThrowsAsync<AnalysisException>(() =>
            TableTexts.AddAsync(table, [folder["other.jsonl"]], cancellationToken: cancellation)
        );
        Assert.Contains("none of these documents is in scores", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Infinite_values_are_in_no_bin_and_counted_apart()
    {
        var report = BinsAnalysis.Of(Tables.Of("t", ("entropy", [1, 2, "inf", null, 3])), null, new BinsOptions());
        Assert.Contains(report.Warnings, warning =>
            warning.StartsWith("1 of 5 rows have no value", StringComparison.Ordinal)
        );
        Assert.Contains(report.Warnings, warning =>
            warning.StartsWith("1 of 5 rows have an infinite", StringComparison.Ordinal)
        );
    }

    private static ScoreTable Corpus(string name, double shift)
    {
        var random = new Random(5);
        double[] entropy = [.. Enumerable.Range(0, 300).Select(_ => 2 + shift + random.NextDouble())];
        return Tables.Of(
            name,
            ("entropy.mean", Tables.Cells(entropy)),
            ("surprisal.mean", Tables.Cells(entropy.Select(h => h * random.NextDouble()))),
            ("tokenCount", [.. entropy.Select((_, i) => (object)(i + 3))]),
            ("text", [.. entropy.Select((_, i) => (object)$"text {i}")])
        );
    }
}
