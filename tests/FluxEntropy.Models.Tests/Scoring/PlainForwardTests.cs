using System.Text.Json.Nodes;
using FluxEntropy.Engines;
using FluxEntropy.Models.Scoring;

namespace FluxEntropy.Models.Tests.Scoring;

/// <summary>
/// The engine's statistics of every token against a forward pass in float64 that shares nothing with it.
/// </summary>
public sealed class PlainForwardTests
{
    private const double Tolerance = 1e-4;

    private const string Llama = """
        "model_type":"llama","hidden_size":24,"intermediate_size":40,"num_hidden_layers":2,
        "num_attention_heads":4,"max_position_embeddings":128,"rms_norm_eps":1e-5
        """;

    private const string Gpt2 = """
        "model_type":"gpt2","n_embd":24,"n_layer":2,"n_head":4,"n_positions":128,"layer_norm_epsilon":1e-5
        """;

    [Theory]
    [InlineData("many heads, tied", Llama + ""","num_key_value_heads":null,"tie_word_embeddings":true""")]
    [InlineData("grouped queries", Llama + ""","num_key_value_heads":2,"rope_theta":500.0,"torch_dtype":"float32" """)]
    [InlineData("one key head, wide heads", Llama + ""","num_key_value_heads":1,"head_dim":20""")]
    [InlineData(
        "llama3 positions",
        Llama
            + ""","num_key_value_heads":2,"rope_theta":500000.0,"rope_scaling":{"rope_type":"llama3","""
            + """ "factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":32}"""
    )]
    [InlineData(
        "llama3 positions by the old key",
        Llama
            + ""","rope_scaling":{"type":"llama3","factor":4.0,"low_freq_factor":1.0,"""
            + """ "high_freq_factor":2.0,"original_max_position_embeddings":64}"""
    )]
    [InlineData(
        "llama3 positions in rope_parameters",
        Llama
            + ""","dtype":"float32","rope_parameters":{"rope_type":"llama3","rope_theta":300.0,"factor":4.0,"""
            + """ "low_freq_factor":1.0,"high_freq_factor":2.0,"original_max_position_embeddings":64}"""
    )]
    [InlineData("base in rope_parameters", Llama + ""","rope_parameters":{"rope_type":"default","rope_theta":50.0}""")]
    [InlineData("biases", Llama + ""","attention_bias":true,"mlp_bias":true""")]
    [InlineData(
        "qwen2",
        Llama
            + ""","model_type":"qwen2","num_key_value_heads":2,"rope_theta":1000000.0,"""
            + """ "use_sliding_window":false,"sliding_window":4,"max_window_layers":1,"tie_word_embeddings":true"""
    )]
    [InlineData(
        "qwen2 with a window that holds all",
        Llama + ""","model_type":"qwen2","use_sliding_window":true,"sliding_window":128"""
    )]
    [InlineData("gpt2", Gpt2)]
    [InlineData(
        "gpt2 with an inner width and a head of its own",
        Gpt2 + ""","n_inner":18,"tie_word_embeddings":false"""
    )]
    [InlineData("gpt2 without inner width", Gpt2 + ""","n_inner":null,"activation_function":"gelu_new" """)]
    public Task Statistics_of_every_token_agree(string name, string config) => CompareAsync(name, config, "F32");

    [Theory]
    [InlineData("BF16", Llama, "transformer.")]
    [InlineData("F16", Llama, "transformer.")]
    [InlineData("BF16", Gpt2, "")]
    [InlineData("F16", Gpt2, "")]
    public Task Statistics_agree_whatever_type_and_prefix_the_weights_are_stored_with(
        string dtype,
        string config,
        string prefix
    ) => CompareAsync(dtype, config, dtype, prefix);

    internal static async Task CompareAsync(string name, string config, string dtype, string prefix = "transformer.")
    {
        using var model = new PlainModel(Fields(config), dtype, prefix);
        await using var engine = TorchScoringEngine.Load(
            model.Folder,
            TorchScoringEngine.ReadProfile(model.Folder),
            "cpu:1"
        );
        var scores = await engine.ScoreAsync(
            TinyModel.Sentences,
            new ScoringDetail(PerToken: true),
            TestContext.Current.CancellationToken
        );
        var entropies = new List<double>();
        foreach (var score in scores)
        {
            var logits = model.Logits(score.TokenIds);
            for (var i = 0; i < logits.Length; i++)
            {
                var (entropy, varentropy, surprisal) = Statistics(
                    logits[i],
                    i + 1 < logits.Length ? score.TokenIds[i + 1] : null
                );
                AssertClose(entropy, score.PerToken!.Entropy[i], $"{name}: entropy {i}");
                AssertClose(varentropy, score.PerToken.Varentropy[i], $"{name}: varentropy {i}");
                if (surprisal is { } expected)
                    AssertClose(expected, score.PerToken.Surprisal[i], $"{name}: surprisal {i}");
                entropies.Add(entropy);
            }
        }

        Assert.True(entropies.Max() - entropies.Min() > 0.05, "the model says the same of every token");
    }

    private static (double Entropy, double Varentropy, double? Surprisal) Statistics(double[] logits, int? next)
    {
        var largest = logits.Max();
        var logSum = largest + Math.Log(logits.Sum(logit => Math.Exp(logit - largest)));
        var entropy = logits.Sum(logit => Math.Exp(logit - logSum) * (logSum - logit));
        return (
            entropy,
            logits.Sum(logit => Math.Exp(logit - logSum) * Math.Pow(logSum - logit - entropy, 2)),
            next is { } id ? logSum - logits[id] : null
        );
    }

    private static void AssertClose(double expected, float actual, string what) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance, $"{what}: expected {expected}, got {actual}");

    /// <summary>Later fields stand in place of earlier ones of the same name.</summary>
    internal static JsonObject Fields(string config)
    {
        var fields = new JsonObject();
        using var document = System.Text.Json.JsonDocument.Parse($"{{{config}}}");
        foreach (var field in document.RootElement.EnumerateObject())
            fields[field.Name] = JsonNode.Parse(field.Value.GetRawText());
        return fields;
    }
}
