using FluxEntropy.Engines;
using FluxEntropy.Metrics;
using FluxEntropy.Models.Benchmarks;
using FluxEntropy.Models.Native;
using FluxEntropy.Models.Scoring;
using FluxEntropy.Models.Transformers;
using TorchSharp;

namespace FluxEntropy.Models.Tests.Scoring;

public sealed class ScoringPoolTests
{
    /// <summary>Several tiles of vocabulary on either path, and rows beyond one tile.</summary>
    private const int Vocabulary = 9_000;

    [Fact]
    public async Task Torchs_operations_score_as_the_cpus_own_kernels_do()
    {
        int[][] texts =
        [
            .. Enumerable
                .Range(1, 30)
                .Select(n =>
                    Enumerable.Range(0, 1 + 11 * n).Select(i => (i * 8_191 + n * 4_243) % Vocabulary).ToArray()
                ),
        ];
        var own = await ScoreAsync(texts, plainTorch: false);
        var plain = await ScoreAsync(texts, plainTorch: true);
        foreach (var (a, b) in own.Zip(plain))
        {
            AssertClose(a.Entropy, b.Entropy, 1e-4);
            AssertClose(a.Varentropy, b.Varentropy, 1e-4);
            AssertClose(a.Surprisal, b.Surprisal, 1e-4);
            AssertClose(a.Margin, b.Margin, 1e-6);
            AssertClose(a.Top1, b.Top1, 1e-6);
            // Logits that differ in their last bits may change places with a neighbour.
            AssertClose([.. a.Rank.Select(rank => (float)rank)], [.. b.Rank.Select(rank => (float)rank)], 2);
            foreach (var (x, y) in a.TopK!.Zip(b.TopK!))
                AssertClose([.. x.Select(top => top.LogProbability)], [.. y.Select(top => top.LogProbability)], 1e-4);
        }
    }

    private static async Task<TokenStatistics[]> ScoreAsync(int[][] texts, bool plainTorch)
    {
        TorchRuntime.EnsureLoaded();
        var config = RandomWeights.SmolLm2(Vocabulary) with
        {
            Layers = 2,
            Hidden = 64,
            Heads = 4,
            KeyValueHeads = 2,
            HeadSize = 16,
            Intermediate = 96,
        };
        await using var pool = new ScoringPool(
            TransformerWeights.Load(new RandomWeights(config), torch.CPU, torch.float32, packed: !plainTorch),
            workers: 2
        );
        var call = new ScoringCall(
            texts.Length,
            new ScoringDetail(PerToken: true, TopK: 3),
            ScoredPositions.Predicting,
            MetricCatalog.BuiltIn,
            TestContext.Current.CancellationToken
        );
        var windows = new List<ScoringWindow>();
        foreach (var (index, ids) in texts.Index())
        {
            var document = new DocumentInProgress(call, index, ids, bytes: 1, scoredBytes: 1);
            var cut = ScoringWindow.Cut(document, window: 200, stride: 100, prefix: []);
            document.Expect(cut.Count);
            windows.AddRange(cut);
        }

        await pool.SubmitAsync(windows, TestContext.Current.CancellationToken);
        return [.. (await call.Task).Select(score => score.PerToken!)];
    }

    private static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{i}: {expected[i]} and {actual[i]}");
    }
}
