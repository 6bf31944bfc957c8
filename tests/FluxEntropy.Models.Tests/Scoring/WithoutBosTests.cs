using System.Text;
using System.Text.Json.Nodes;
using FluxEntropy.Engines;
using FluxEntropy.Metrics;
using FluxEntropy.Models.Native;
using FluxEntropy.Models.Scoring;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Scores;

namespace FluxEntropy.Models.Tests.Scoring;

/// <summary>Models whose tokenizers add no BOS, beside the same weights with one.</summary>
public sealed class WithoutBosTests
{
    private static readonly ScoringDetail PerToken = new(PerToken: true);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bits_a_byte_are_of_the_bytes_of_the_predicted_tokens()
    {
        using var model = await WithoutBosAsync();
        var profile = TorchScoringEngine.ReadProfile(model.Folder);
        Assert.True(profile.PredictedBytes);
        string[] texts = ["The quick brown fox", "Hi", "🚀 sits", "schöne Welt"];
        var scores = await ScoreAsync(model, profile, texts);
        var tokenizer = HuggingFaceTokenizer.Load(model.Folder);
        foreach (var (text, score) in texts.Zip(scores))
        {
            var predicted = tokenizer.EncodeToIds(text)[1..].Sum(tokenizer.BytesOf);
            Assert.InRange(predicted, 1, Encoding.UTF8.GetByteCount(text) - 1);
            Assert.Equal(
                score.PerToken!.Surprisal.Sum() / (Math.Log(2) * predicted),
                Value(score, "bits_per_byte"),
                1e-4
            );
        }
    }

    [Fact]
    public async Task Profiles_of_before_count_all_bytes_still()
    {
        using var model = await WithoutBosAsync();
        var profile = TorchScoringEngine.ReadProfile(model.Folder) with { PredictedBytes = false };
        var score = Assert.Single(await ScoreAsync(model, profile, ["The quick brown fox"]));
        Assert.Equal(score.PerToken!.Surprisal.Sum() / (Math.Log(2) * 19), Value(score, "bits_per_byte"), 1e-4);
    }

    [Fact]
    public async Task End_of_text_token_in_front_gives_the_scores_of_the_same_weights_with_BOS()
    {
        using var with = await TinyModel.CreateAsync();
        using var without = await WithoutBosAsync();
        var profile = TorchScoringEngine.ReadProfile(without.Folder) with
        {
            PrefixEndOfText = true,
            PredictedBytes = false,
        };
        var expected = await ScoreAsync(with, TorchScoringEngine.ReadProfile(with.Folder), TinyModel.Sentences);
        var scores = await ScoreAsync(without, profile, TinyModel.Sentences);
        foreach (var (one, other) in expected.Zip(scores))
        {
            Assert.Equal(one.TokenIds, other.TokenIds);
            Assert.Equal(one.Metrics, other.Metrics);
        }

        Assert.Equal(
            expected[0].TokenIds,
            ProfileTokenizer.Load(without.Folder, profile).EncodeToIds(TinyModel.Sentences[0])
        );
    }

    [Fact]
    public async Task End_of_text_token_is_that_of_config_json()
    {
        using var model = await WithoutBosAsync();
        var profile = TorchScoringEngine.ReadProfile(model.Folder) with { PrefixEndOfText = true };
        Change(model.File("config.json"), config => config["eos_token_id"] = new JsonArray(17, 18));
        Assert.Equal([17], ProfileTokenizer.Load(model.Folder, profile).Prefix);
        Change(model.File("config.json"), config => config["bos_token_id"] = 5);
        Assert.Equal([5], ProfileTokenizer.Load(model.Folder, profile).Prefix);
    }

    [Fact]
    public async Task Document_of_one_token_has_a_reason_in_place_of_metrics()
    {
        using var model = await WithoutBosAsync();
        var profile = TorchScoringEngine.ReadProfile(model.Folder);
        var scores = await ScoreAsync(model, profile, ["a", "", "Hi"]);
        Assert.StartsWith("one token:", scores[0].Failure);
        Assert.StartsWith("no tokens:", scores[1].Failure);
        Assert.Null(scores[2].Failure);
        Assert.All(scores[0].Metrics.Concat(scores[1].Metrics), value => Assert.Equal(float.NaN, value));
        var all = await ScoreAsync(model, profile with { Positions = ScoredPositions.All }, ["a"]);
        Assert.Null(Assert.Single(all).Failure);
    }

    [Fact]
    public async Task Bos_stands_before_each_window_where_asked()
    {
        using var model = await TinyModel.CreateAsync();
        var profile = TorchScoringEngine.ReadProfile(model.Folder) with
        {
            WindowTokens = 12,
            StrideTokens = 12,
            BosEachWindow = true,
        };
        var score = Assert.Single(await ScoreAsync(model, profile, [TinyModel.Sentences[^1]]));
        var (ids, bos) = (score.TokenIds, score.TokenIds[0]);
        Assert.True(ids.Length > 30);
        int[][] windows = [ids[..12], [bos, .. ids[11..22]]];
        await using var thread = new TorchThread(1);
        var logits = await thread.RunAsync(() => DirectForward.Logits(model.Folder, windows), Cancellation);
        var width = logits.Length / windows.Sum(window => window.Length);
        double Surprisal(int row, int target)
        {
            var of = logits.AsSpan(row * width, width).ToArray();
            return Math.Log(of.Sum(x => Math.Exp(x - of.Max()))) + of.Max() - of[target];
        }

        for (var position = 0; position < 22; position++)
        {
            var row = position < 12 ? position : 12 + 1 + position - 11;
            Assert.Equal(Surprisal(row, ids[position + 1]), score.PerToken!.Surprisal[position], 1e-4);
        }
    }

    [Fact]
    public async Task Added_token_beyond_the_embeddings_harms_only_the_text_that_spells_it_out()
    {
        using var model = await TinyModel.CreateAsync();
        Change(model.File("tokenizer.json"), json =>
        {
            json["added_tokens"]!
                .AsArray()
                .Add(
                    new JsonObject
                    {
                        ["id"] = 9000,
                        ["content"] = "<pad>",
                        ["special"] = true,
                    }
                );
            json["added_tokens"]!.AsArray().Add(new JsonObject { ["id"] = 9001, ["content"] = "<more>" });
        });
        var profile = TorchScoringEngine.ReadProfile(model.Folder);
        var scores = await ScoreAsync(model, profile, ["a <pad>", "a <more>", "a quick"]);
        Assert.Equal([true, false, true], scores.Select(score => score.Failure is null));
        Assert.Contains("\"<more>\" is token 9001, and the model has", scores[1].Failure);
    }

    [Fact]
    public void Perplexity_that_float32_cannot_hold_has_no_value()
    {
        var statistics = new TokenStatistics
        {
            Entropy = [1, 1],
            Varentropy = [1, 1],
            Margin = [0, 0],
            Top1 = [1, 1],
            Surprisal = [90],
            Rank = [2],
        };
        var values = MetricCatalog.BuiltIn.Measure(statistics, bytes: 4, ScoredPositions.Predicting);
        Assert.Equal(float.NaN, values[MetricCatalog.BuiltIn.IndexOf("perplexity")]);
        Assert.Equal(90, values[MetricCatalog.BuiltIn.IndexOf("surprisal.mean")]);
    }

    private static async Task<TinyModel> WithoutBosAsync()
    {
        var model = await TinyModel.CreateAsync();
        Change(model.File("tokenizer.json"), json => json["post_processor"] = null);
        return model;
    }

    private static void Change(string file, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(json);
        File.WriteAllText(file, json.ToJsonString());
    }

    private static async Task<IReadOnlyList<DocumentScore>> ScoreAsync(
        TinyModel model,
        ScoringProfile profile,
        string[] texts
    )
    {
        await using var engine = TorchScoringEngine.Load(model.Folder, profile, "cpu:1");
        return await engine.ScoreAsync(texts, PerToken, Cancellation);
    }

    private static double Value(DocumentScore score, string metric) =>
        score.Metrics[MetricCatalog.BuiltIn.IndexOf(metric)];
}
