using FluxEntropy.Analysis.Bins;
using FluxEntropy.Analysis.Evaluation;
using FluxEntropy.Analysis.Models;
using FluxEntropy.Analysis.Reports;
using FluxEntropy.Analysis.Tables;

namespace FluxEntropy.Tests.Analysis.Pictures;

/// <summary>The pictures of whole reports: every word is in its picture, and on no other.</summary>
public class ReportPicturesTests
{
    private readonly Random _random = new(11);

    [Theory]
    [InlineData(2, 12)]
    [InlineData(5, 80)]
    [InlineData(12, 40)]
    public void Of_models(int models, int texts)
    {
        double[] hard = [.. Enumerable.Range(0, texts).Select(_ => 3 + _random.NextDouble())];
        AllLegible(
            ModelsAnalysis.Of(
                ModelScores.Of([
                    Tables.Of(
                        "wide",
                        [
                            ("prompt", [.. hard.Select((_, i) => (object)$"text {i}")]),
                            .. Enumerable
                                .Range(1, models)
                                .Select(model =>
                                    (
                                        $"a-model-of-{model}00M",
                                        Tables.Cells(hard.Select(h => h - 0.01 * model + 0.2 * _random.NextDouble()))
                                    )
                                ),
                        ]
                    ),
                ])
            )
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-9)]
    [InlineData(1e9)]
    public void Of_evaluations(double unit)
    {
        double[] h = [.. Enumerable.Range(0, 300).Select(_ => unit * (1 + _random.NextDouble()))];
        var table = Tables.Of(
            "answers",
            ("correct", [.. h.Select(value => (object)(_random.NextDouble() < value / unit - 0.9 ? 1 : 0))]),
            ("entropy", Tables.Cells(h)),
            ("varentropy", Tables.Cells(h.Select(value => value * (1 + _random.NextDouble()))))
        );
        AllLegible(EvaluationAnalysis.Of(table, new EvaluationOptions { Draws = 0 }, TimeProvider.System));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(40)]
    public void Of_bins(int bins)
    {
        AllLegible(
            BinsAnalysis.Of(
                Corpus("monday", 0),
                Corpus("friday", 0.4),
                new BinsOptions { Quantiles = [.. Enumerable.Range(1, bins - 1).Select(i => (double)i / bins)] }
            )
        );

        ScoreTable Corpus(string name, double shift) =>
            Tables.Of(
                name,
                (
                    "entropy.mean",
                    Tables.Cells(Enumerable.Range(0, 700).Select(_ => shift + Math.Exp(_random.NextDouble() * 2)))
                ),
                ("perplexity", Tables.Cells(Enumerable.Range(0, 700).Select(_ => Math.Exp(12 * _random.NextDouble())))),
                ("margin.mean", Tables.Cells(Enumerable.Range(0, 700).Select(_ => 1e-6 * _random.NextDouble()))),
                ("tokens", Tables.Cells(Enumerable.Range(0, 700).Select(i => (double)i)))
            );
    }

    private static void AllLegible(Report report)
    {
        var pictures = report.Sections.SelectMany(section => section.Pictures).ToArray();
        Assert.NotEmpty(pictures);
        Assert.All(pictures, picture => new SvgPicture(picture).AssertLegible(picture.Name));
    }
}
