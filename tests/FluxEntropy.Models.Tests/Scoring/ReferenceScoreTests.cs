using System.Text.Json;
using FluxEntropy.Engines;
using FluxEntropy.Metrics;
using FluxEntropy.Models.Native;
using FluxEntropy.Models.Scoring;
using FluxEntropy.Scores;

namespace FluxEntropy.Models.Tests.Scoring;

/// <summary>Scores against values that an independent float64 implementation computed.</summary>
public sealed class ReferenceScoreTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData("stories260K-hf", "stories260K_reference.json")]
    [InlineData("stories260K-hf-sharded", "stories260K_reference.json")]
    [InlineData("stories260K-hf-bf16", "stories260K_bf16_reference.json")]
    [InlineData("stories260K-hf-f16", "stories260K_f16_reference.json")]
    public async Task Every_position_agrees_with_the_reference(string model, string reference)
    {
        var folder = SharedData.Path($"data/models/{model}");
        using var values = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path($"reference/scores/{reference}")));
        using var texts = JsonDocument.Parse(
            File.ReadAllBytes(SharedData.Path("reference/scores/stories260K_reference.json"))
        );
        var byName = texts
            .RootElement.GetProperty("cases")
            .EnumerateArray()
            .ToDictionary(
                c => c.GetProperty("name").GetString()!,
                c => c.GetProperty("text_full").GetString() ?? c.GetProperty("text").GetString()!
            );
        var cases = values.RootElement.GetProperty("cases").EnumerateArray().ToList();

        await using var engine = TorchScoringEngine.Load(
            folder,
            TorchScoringEngine.ReadProfile(folder) with
            {
                StrideTokens = 0,
            },
            "cpu:2"
        );
        var scores = await engine.ScoreAsync(
            [.. cases.Select(c => byName[c.GetProperty("name").GetString()!])],
            new ScoringDetail(PerToken: true),
            TestContext.Current.CancellationToken
        );

        foreach (var (expected, score) in cases.Zip(scores))
        {
            Assert.Equal(expected.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()), score.TokenIds);
            AssertClose(expected.GetProperty("entropy_nats"), score.PerToken!.Entropy);
            if (expected.TryGetProperty("varentropy_nats2", out var varentropy))
                AssertClose(varentropy, score.PerToken.Varentropy);
            if (expected.TryGetProperty("surprisal_next_nats", out var surprisal))
                AssertClose(surprisal, score.PerToken.Surprisal);
            AssertMetric(expected, "mean_entropy_predicting_positions", score, "entropy.mean");
            AssertMetric(expected, "mean_varentropy_predicting_positions", score, "varentropy.mean");
            AssertMetric(expected, "mean_surprisal", score, "surprisal.mean");
        }
    }

    [Fact]
    public async Task Sharded_weights_score_as_one_file_does_to_the_bit()
    {
        string[] texts =
        [
            "Once upon a time there was a little girl.",
            "Tom and his dog went to the park. They saw a big red ball!",
            "x",
        ];
        var scores = new List<IReadOnlyList<DocumentScore>>();
        foreach (var model in new[] { "stories260K-hf", "stories260K-hf-sharded" })
        {
            var folder = SharedData.Path($"data/models/{model}");
            await using var engine = TorchScoringEngine.Load(folder, TorchScoringEngine.ReadProfile(folder), "cpu:2");
            scores.Add(
                await engine.ScoreAsync(texts, new ScoringDetail(PerToken: true), TestContext.Current.CancellationToken)
            );
        }

        foreach (var (one, sharded) in scores[0].Zip(scores[1]))
        {
            Assert.Equal(one.Metrics, sharded.Metrics);
            Assert.Equal(one.PerToken!.Entropy, sharded.PerToken!.Entropy);
            Assert.Equal(one.PerToken.Surprisal, sharded.PerToken.Surprisal);
        }
    }

    [Fact]
    public async Task Logits_of_a_gpt2_agree_with_the_reference()
    {
        var folder = SharedData.Path("data/models/gpt-nano-sort-hf");
        using var reference = JsonDocument.Parse(
            File.ReadAllBytes(SharedData.Path("reference/scores/gpt-nano-sort_reference.json"))
        );
        var cases = reference.RootElement.GetProperty("cases").EnumerateArray().ToList();
        int[][] ids =
        [
            .. cases.Select(c => c.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).ToArray()),
        ];

        await using var thread = new TorchThread(1);
        var logits = await thread.RunAsync(
            () => DirectForward.Logits(folder, ids),
            TestContext.Current.CancellationToken
        );

        double[] expected =
        [
            .. cases.SelectMany(c =>
                c.GetProperty("logits")
                    .EnumerateArray()
                    .SelectMany(row => row.EnumerateArray().Select(x => x.GetDouble()))
            ),
        ];
        Assert.Equal(expected.Length, logits.Length);
        Assert.InRange(expected.Zip(logits, (e, a) => Math.Abs(e - a)).Max(), 0, 1e-5);
    }

    [Fact]
    public async Task Text_that_the_vocabulary_cannot_write_fails_alone()
    {
        var folder = SharedData.Path("data/models/gpt-nano-sort-hf");
        await using var engine = TorchScoringEngine.Load(folder, TorchScoringEngine.ReadProfile(folder), "cpu:1");
        var scores = await engine.ScoreAsync(["ABC", "ABX", "CBA"], default, TestContext.Current.CancellationToken);
        Assert.Equal([true, false, true], scores.Select(score => score.Failure is null));
        Assert.Contains("\"ABX\" cannot be written", scores[1].Failure);
    }

    private static void AssertMetric(JsonElement expected, string field, DocumentScore score, string metric)
    {
        if (expected.GetProperty(field) is { ValueKind: JsonValueKind.Number } value)
            Assert.Equal(value.GetDouble(), score.Metrics[MetricCatalog.BuiltIn.IndexOf(metric)], Tolerance);
        else
            Assert.Equal(float.NaN, score.Metrics[MetricCatalog.BuiltIn.IndexOf(metric)]);
    }

    private static void AssertClose(JsonElement expected, float[] actual)
    {
        Assert.Equal(expected.GetArrayLength(), actual.Length);
        foreach (var (value, i) in expected.EnumerateArray().Select((value, i) => (value.GetDouble(), i)))
            Assert.True(Math.Abs(value - actual[i]) <= Tolerance, $"position {i}: expected {value}, got {actual[i]}");
    }
}
