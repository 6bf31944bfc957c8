using FluxEntropy.Engines;
using FluxEntropy.Metrics;
using FluxEntropy.Models.Scoring;
using FluxEntropy.Scores;

namespace FluxEntropy.Models.Tests.Scoring;

public sealed class TorchScoringEngineTests
{
    private static readonly ScoringDetail PerToken = new(PerToken: true);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    public async Task Score_does_not_depend_on_neighbours_or_order(string architecture)
    {
        using var model = await TinyModel.CreateAsync(architecture);
        await using var engine = Load(model, device: "cpu:2");
        string[] many =
        [
            .. Enumerable.Range(0, 40).SelectMany(i => TinyModel.Sentences.Select(s => s + new string('x', i % 7))),
        ];
        var together = await engine.ScoreAsync(many, PerToken, Cancellation);
        var reversed = await engine.ScoreAsync([.. many.Reverse()], PerToken, Cancellation);
        for (var i = 0; i < many.Length; i += 17)
        {
            var alone = Assert.Single(await engine.ScoreAsync([many[i]], PerToken, Cancellation));
            foreach (var score in new[] { together[i], reversed[many.Length - 1 - i] })
            {
                Assert.Equal(alone.TokenIds, score.TokenIds);
                AssertClose(alone.Metrics, score.Metrics, 1e-5f);
                AssertClose(alone.PerToken!.Entropy, score.PerToken!.Entropy, 1e-4f);
                AssertClose(alone.PerToken.Surprisal, score.PerToken.Surprisal, 1e-4f);
            }
        }
    }

    [Fact]
    public async Task Deterministic_scores_are_the_same_to_the_bit_in_any_company()
    {
        using var model = await TinyModel.CreateAsync();
        var profile = TorchScoringEngine.ReadProfile(model.Folder);
        await using var engine = TorchScoringEngine.Load(model.Folder, profile, "cpu:2", deterministic: true);
        var together = await engine.ScoreAsync(
            [.. TinyModel.Sentences, .. TinyModel.Sentences.Reverse()],
            PerToken,
            Cancellation
        );
        for (var i = 0; i < TinyModel.Sentences.Length; i++)
        {
            var alone = Assert.Single(await engine.ScoreAsync([TinyModel.Sentences[i]], PerToken, Cancellation));
            foreach (var score in new[] { together[i], together[^(i + 1)] })
            {
                Assert.Equal(alone.Metrics, score.Metrics);
                Assert.Equal(alone.PerToken!.Entropy, score.PerToken!.Entropy);
                Assert.Equal(alone.PerToken.Varentropy, score.PerToken.Varentropy);
            }
        }
    }

    [Fact]
    public async Task Long_document_is_scored_in_windows_once_a_token()
    {
        using var model = await TinyModel.CreateAsync();
        var text = string.Concat(Enumerable.Repeat(TinyModel.Sentences[7] + " ", 3));
        await using var windows = Load(model);
        await using var truncated = Load(model, profile => profile with { StrideTokens = 0 });
        var whole = Assert.Single(await windows.ScoreAsync([text], PerToken, Cancellation));
        var cut = Assert.Single(await truncated.ScoreAsync([text], PerToken, Cancellation));

        Assert.True(whole.TokenIds.Length > 3 * TinyModel.Context);
        Assert.Equal(whole.TokenIds.Length, whole.PerToken!.Entropy.Length);
        Assert.DoesNotContain(0f, whole.PerToken.Entropy);
        Assert.Equal(TinyModel.Context, cut.TokenIds.Length);
        AssertClose(cut.PerToken!.Entropy, whole.PerToken.Entropy[..TinyModel.Context], 1e-5f);
        var second = Assert.Single(await windows.ScoreAsync([text], PerToken, Cancellation));
        Assert.Equal(whole.Metrics, second.Metrics);
    }

    [Fact]
    public async Task Position_after_the_first_window_sees_the_text_before_it()
    {
        using var model = await TinyModel.CreateAsync();
        await using var engine = Load(model);
        var ids = (await engine.ScoreAsync([TinyModel.Sentences[7]], PerToken, Cancellation))[0];
        // The second window starts half a context in; its first scored position follows the first window's last.
        var start = TinyModel.Context / 2;
        Assert.True(ids.TokenIds.Length > TinyModel.Context);
        var transformed = await ScoreIds(
            model,
            ids.TokenIds[start..Math.Min(ids.TokenIds.Length, start + TinyModel.Context)]
        );
        Assert.Equal(transformed[TinyModel.Context - start], ids.PerToken!.Entropy[TinyModel.Context], 1e-4f);
    }

    [Fact]
    public async Task Truncated_document_counts_the_bytes_that_were_scored()
    {
        using var model = await TinyModel.CreateAsync();
        await using var engine = Load(model, profile => profile with { StrideTokens = 0 });
        var text = string.Concat(Enumerable.Repeat("日本語 🚀 ", 40));
        var score = Assert.Single(await engine.ScoreAsync([text], default, Cancellation));
        var bits = score.Metrics[MetricCatalog.BuiltIn.IndexOf("surprisal.sum")] / Math.Log(2);
        var bytes = bits / score.Metrics[MetricCatalog.BuiltIn.IndexOf("bits_per_byte")];
        Assert.InRange(bytes, 20, 140);
        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(text), score.Bytes);
    }

    [Fact]
    public async Task Empty_text_has_a_final_distribution_and_a_reason_in_place_of_metrics()
    {
        using var model = await TinyModel.CreateAsync();
        await using var engine = Load(model);
        var score = Assert.Single(await engine.ScoreAsync([""], PerToken, Cancellation));
        Assert.Equal([0], score.TokenIds);
        Assert.True(Assert.Single(score.PerToken!.Entropy) > 0);
        Assert.All(score.Metrics, value => Assert.Equal(float.NaN, value));
        Assert.StartsWith("one token:", score.Failure);
    }

    [Fact]
    public async Task Logits_that_are_not_finite_fail_their_document_and_no_other()
    {
        const int BadPosition = 20;
        using var model = await TinyModel.CreateAsync("gpt2");
        IReadOnlyList<DocumentScore> clean;
        await using (var healthy = Load(model))
            clean = await healthy.ScoreAsync(TinyModel.Sentences, PerToken, Cancellation);
        Poison.Row(model.File("model.safetensors"), "transformer.wpe.weight", BadPosition);
        await using var engine = Load(model);
        var scores = await engine.ScoreAsync(TinyModel.Sentences, PerToken, Cancellation);
        var failed = scores.Where(score => score.Failure is not null).ToList();
        Assert.Equal(clean.Count(score => score.TokenIds.Length > BadPosition), failed.Count);
        Assert.InRange(failed.Count, 1, scores.Count - 1);
        Assert.All(failed, score => Assert.StartsWith("logits are not finite at position ", score.Failure));
        Assert.All(failed, score => Assert.All(score.Metrics, value => Assert.Equal(float.NaN, value)));
        foreach (var (before, after) in clean.Zip(scores).Where(pair => pair.Second.Failure is null))
            AssertClose(before.Metrics, after.Metrics, 1e-5f);
    }

    [Fact]
    public async Task Calls_in_flight_each_get_their_own_results()
    {
        using var model = await TinyModel.CreateAsync();
        await using var engine = Load(model, device: "cpu:2");
        var expected = await engine.ScoreAsync(TinyModel.Sentences, default, Cancellation);
        var calls = Enumerable
            .Range(0, 24)
            .Select(i =>
                engine.ScoreAsync([.. Enumerable.Repeat(TinyModel.Sentences[i % 8], 1 + i)], default, Cancellation)
            )
            .ToList();
        for (var i = 0; i < calls.Count; i++)
        {
            var scores = await calls[i];
            Assert.Equal(1 + i, scores.Count);
            Assert.All(scores, score => AssertClose(expected[i % 8].Metrics, score.Metrics, 1e-5f));
        }
    }

    [Fact]
    public async Task Cancelled_call_ends_and_the_engine_goes_on()
    {
        using var model = await TinyModel.CreateAsync();
        await using var engine = Load(model);
        using var cancellation = new CancellationTokenSource();
        var call = engine.ScoreAsync(
            [.. Enumerable.Repeat(TinyModel.Sentences[7], 20_000)],
            default,
            cancellation.Token
        );
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Single(await engine.ScoreAsync(["still here"], default, Cancellation));
    }

    [Fact]
    public async Task Top_tokens_are_the_largest_probabilities_in_order()
    {
        using var model = await TinyModel.CreateAsync();
        await using var engine = Load(model);
        var tokens = (
            await engine.ScoreAsync(
                [TinyModel.Sentences[0]],
                new ScoringDetail(PerToken: true, TopK: 300),
                Cancellation
            )
        )[0];
        for (var i = 0; i < tokens.TokenIds.Length; i++)
        {
            var top = tokens.PerToken!.TopK![i];
            var p = top.Select(t => Math.Exp(t.LogProbability)).ToArray();
            Assert.Equal(1, p.Sum(), 1e-4);
            Assert.Equal(p.OrderDescending(), p);
            Assert.Equal(top.Length, top.Select(t => t.Token).Distinct().Count());
            Assert.Equal(p[0], tokens.PerToken.Top1[i], 1e-5);
            Assert.Equal(p[0] - p[1], tokens.PerToken.Margin[i], 1e-5);
            Assert.Equal(
                -top.Sum(t => Math.Exp(t.LogProbability) * t.LogProbability),
                tokens.PerToken.Entropy[i],
                1e-4
            );
            if (i + 1 < tokens.TokenIds.Length)
            {
                var rank = Array.FindIndex(top, t => t.Token == tokens.TokenIds[i + 1]);
                Assert.Equal(rank + 1, tokens.PerToken.Rank[i]);
                Assert.Equal(-top[rank].LogProbability, tokens.PerToken.Surprisal[i], 1e-4);
            }
        }
    }

    [Fact]
    public async Task Profile_of_another_model_is_refused()
    {
        using var model = await TinyModel.CreateAsync();
        using var other = await TinyModel.CreateAsync("gpt2");
        var profile = TorchScoringEngine.ReadProfile(other.Folder);
        Assert.Contains(
            "not the model of profile",
            Assert.Throws<InvalidDataException>(() => TorchScoringEngine.Load(model.Folder, profile, "cpu:1")).Message
        );
    }

    private static TorchScoringEngine Load(
        TinyModel model,
        Func<ScoringProfile, ScoringProfile>? change = null,
        string device = "cpu:1"
    )
    {
        var profile = TorchScoringEngine.ReadProfile(model.Folder);
        return TorchScoringEngine.Load(model.Folder, change?.Invoke(profile) ?? profile, device);
    }

    private static async Task<float[]> ScoreIds(TinyModel model, int[] ids)
    {
        await using var thread = new FluxEntropy.Models.Native.TorchThread(1);
        return await thread.RunAsync(() => DirectForward.Entropies(model.Folder, ids), Cancellation);
    }

    private static void AssertClose(float[] expected, float[] actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]))
                    || (float.IsNaN(expected[i]) && float.IsNaN(actual[i])),
                $"{i}: {expected[i]} and {actual[i]}"
            );
    }
}
