using System.Text.Json.Nodes;
using FluxEntropy.Models.Tests.Checkpoints;
using FluxEntropy.Models.Tokenizers.Json;
using FluxEntropy.Models.Tokenizers.Training;

namespace FluxEntropy.Models.Tests.Scoring;

/// <summary>
/// A model folder made from a config.json alone: random tensors, named and shaped as Hugging Face's classes save them,
/// and a small tokenizer.
/// </summary>
internal sealed class PlainModel : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flux-plain-");
    private readonly Dictionary<string, float[]> _tensors = [];
    private readonly JsonObject _config;

    /// <param name="config">The fields of config.json; vocab_size is set to the tokenizer's.</param>
    /// <param name="dtype">Storage type of all tensors.</param>
    /// <param name="prefix">What gpt2's names begin with in the file.</param>
    internal PlainModel(JsonObject config, string dtype, string prefix = "transformer.")
    {
        _config = config;
        var vocabulary = BpeTrainer.Train(TinyModel.Sentences, 290, "<|endoftext|>");
        TokenizerJsonWriter.Write(Path.Combine(Folder, "tokenizer.json"), vocabulary, "<|endoftext|>");
        config["vocab_size"] = vocabulary.Ids.Count;
        File.WriteAllText(Path.Combine(Folder, "config.json"), config.ToJsonString());
        var random = new Random(5);
        var stored = (
            PlainTensors.Has(config) ? PlainTensors.Of(config)
            : IsGpt2 ? Gpt2()
            : Llama()
        ).Select(spec => (Name: spec.Name, spec.Shape, Numbers: Numbers(spec.Name, spec.Shape, IsGemma ? 0 : 1, random, dtype))).ToList();
        foreach (var (name, _, numbers) in stored)
            _tensors.Add(name, numbers);
        SafetensorsFile.Write(
            Path.Combine(Folder, "model.safetensors"),
            dtype,
            stored.Select(t => (t.Name.Replace("transformer.", prefix, StringComparison.Ordinal), t.Shape, t.Numbers))
        );
    }

    internal string Folder => _folder.FullName;

    internal double[][] Logits(int[] ids) =>
        (string)_config["model_type"]! switch
        {
            "gpt_neox" => new PlainNeoX(_config, _tensors.GetValueOrDefault).Logits(ids),
            "opt" => new PlainOpt(_config, _tensors.GetValueOrDefault).Logits(ids),
            _ when PlainTensors.Has(_config) => new PlainLlamaKin(_config, _tensors.GetValueOrDefault).Logits(ids),
            _ => new PlainForward(_config, _tensors.GetValueOrDefault).Logits(ids),
        };

    /// <summary>Files have the scales of its norms less 1.</summary>
    private bool IsGemma => ((string)_config["model_type"]!).StartsWith("gemma", StringComparison.Ordinal);

    private bool IsGpt2 => (string?)_config["model_type"] == "gpt2";

    private int this[string field] => (int)_config[field]!;

    private bool Has(string flag) => _config[flag] is { } value && (bool)value;

    private static float[] Numbers(string name, long[] shape, float scale, Random random, string dtype)
    {
        var norm =
            name.Contains("norm.weight", StringComparison.Ordinal)
            || name.Contains("ln_", StringComparison.Ordinal) && name.EndsWith(".weight", StringComparison.Ordinal);
        return
        [
            .. Enumerable
                .Range(0, (int)shape.Aggregate(1L, (product, dimension) => product * dimension))
                .Select(_ => SafetensorsFile.Round(dtype, (norm ? scale : 0) + 0.6f * (random.NextSingle() - 0.5f))),
        ];
    }

    private IEnumerable<(string Name, long[] Shape)> Llama()
    {
        long hidden = this["hidden_size"],
            inner = this["intermediate_size"],
            heads = this["num_attention_heads"];
        var size = _config["head_dim"] is { } width ? (int)width : hidden / heads;
        var keys = (_config["num_key_value_heads"] is { } given ? (int)given : heads) * size;
        var bias = Has("attention_bias");
        var qwen2 = (string?)_config["model_type"] == "qwen2";
        yield return ("model.embed_tokens.weight", [this["vocab_size"], hidden]);
        for (var layer = 0; layer < this["num_hidden_layers"]; layer++)
        {
            var at = $"model.layers.{layer}.";
            foreach (
                var (name, rows, columns, biased) in new (string, long, long, bool)[]
                {
                    ("self_attn.q_proj", heads * size, hidden, bias || qwen2),
                    ("self_attn.k_proj", keys, hidden, bias || qwen2),
                    ("self_attn.v_proj", keys, hidden, bias || qwen2),
                    ("self_attn.o_proj", hidden, heads * size, bias),
                    ("mlp.gate_proj", inner, hidden, Has("mlp_bias")),
                    ("mlp.up_proj", inner, hidden, Has("mlp_bias")),
                    ("mlp.down_proj", hidden, inner, Has("mlp_bias")),
                }
            )
            {
                yield return (at + name + ".weight", [rows, columns]);
                if (biased)
                    yield return (at + name + ".bias", [rows]);
            }

            yield return (at + "input_layernorm.weight", [hidden]);
            yield return (at + "post_attention_layernorm.weight", [hidden]);
        }

        yield return ("model.norm.weight", [hidden]);
        if (!Has("tie_word_embeddings"))
            yield return ("lm_head.weight", [this["vocab_size"], hidden]);
    }

    private IEnumerable<(string Name, long[] Shape)> Gpt2()
    {
        long hidden = this["n_embd"],
            inner = _config["n_inner"] is { } given ? (int)given : 4 * hidden;
        yield return ("transformer.wte.weight", [this["vocab_size"], hidden]);
        yield return ("transformer.wpe.weight", [this["n_positions"], hidden]);
        foreach (var at in Enumerable.Range(0, this["n_layer"]).Select(layer => $"transformer.h.{layer}."))
        {
            foreach (
                var (name, rows, columns) in new (string, long, long)[]
                {
                    ("attn.c_attn", hidden, 3 * hidden),
                    ("attn.c_proj", hidden, hidden),
                    ("mlp.c_fc", hidden, inner),
                    ("mlp.c_proj", inner, hidden),
                }
            )
            {
                yield return (at + name + ".weight", [rows, columns]);
                yield return (at + name + ".bias", [columns]);
            }
        }

        foreach (
            var name in Enumerable
                .Range(0, this["n_layer"])
                .SelectMany(layer => new[] { $"transformer.h.{layer}.ln_1", $"transformer.h.{layer}.ln_2" })
                .Append("transformer.ln_f")
        )
        {
            yield return (name + ".weight", [hidden]);
            yield return (name + ".bias", [hidden]);
        }

        if (_config["tie_word_embeddings"] is { } tied && !(bool)tied)
            yield return ("lm_head.weight", [this["vocab_size"], hidden]);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
