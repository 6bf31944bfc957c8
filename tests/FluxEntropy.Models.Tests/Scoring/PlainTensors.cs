using System.Text.Json.Nodes;

namespace FluxEntropy.Models.Tests.Scoring;

/// <summary>Names and shapes of the tensors of a model, as Hugging Face's classes save them.</summary>
internal static class PlainTensors
{
    internal static IEnumerable<(string Name, long[] Shape)> Of(JsonObject config) =>
        (string)config["model_type"]! switch
        {
            "gpt_neox" => NeoX(config),
            "opt" => Opt(config),
            _ => LlamaKin(config),
        };

    internal static bool Has(JsonObject config) =>
        (string?)config["model_type"] is not ("gpt2" or "llama" or "qwen2")
        || config.ContainsKey("max_window_layers") && (bool?)config["use_sliding_window"] == true;

    private static IEnumerable<(string, long[])> LlamaKin(JsonObject config)
    {
        var type = (string)config["model_type"]!;
        long vocabulary = (int)config["vocab_size"]!,
            hidden = (int)config["hidden_size"]!,
            inner = (int)config["intermediate_size"]!,
            heads = (int)config["num_attention_heads"]!;
        var size = (int?)config["head_dim"] ?? hidden / heads;
        var (queries, keys) = (heads * size, ((int?)config["num_key_value_heads"] ?? heads) * size);
        yield return ("model.embed_tokens.weight", [vocabulary, hidden]);
        yield return ("model.norm.weight", [hidden]);
        if ((bool?)config["tie_word_embeddings"] == false)
            yield return ("lm_head.weight", [vocabulary, hidden]);
        for (var layer = 0; layer < (int)config["num_hidden_layers"]!; layer++)
        {
            var at = $"model.layers.{layer}.";
            foreach (var norm in Norms(type))
                yield return ($"{at}{norm}.weight", [hidden]);
            if (type is "qwen3" or "gemma3_text" or "olmo2")
            {
                yield return (at + "self_attn.q_norm.weight", [type == "olmo2" ? queries : size]);
                yield return (at + "self_attn.k_norm.weight", [type == "olmo2" ? keys : size]);
            }

            (string, long, long)[] maps =
                type == "phi3"
                    ? [("self_attn.qkv_proj", queries + 2 * keys, hidden), ("mlp.gate_up_proj", 2 * inner, hidden)]
                    :
                    [
                        ("self_attn.q_proj", queries, hidden),
                        ("self_attn.k_proj", keys, hidden),
                        ("self_attn.v_proj", keys, hidden),
                        ("mlp.gate_proj", inner, hidden),
                        ("mlp.up_proj", inner, hidden),
                    ];
            foreach (var (name, rows, columns) in maps)
            {
                yield return ($"{at}{name}.weight", [rows, columns]);
                if (type == "qwen2" && name.StartsWith("self", StringComparison.Ordinal))
                    yield return ($"{at}{name}.bias", [rows]);
            }

            yield return (at + "self_attn.o_proj.weight", [hidden, queries]);
            yield return (at + "mlp.down_proj.weight", [hidden, inner]);
        }
    }

    private static string[] Norms(string type) =>
        type switch
        {
            "olmo2" => ["post_attention_layernorm", "post_feedforward_layernorm"],
            "gemma2" or "gemma3_text" =>
            [
                "input_layernorm",
                "post_attention_layernorm",
                "pre_feedforward_layernorm",
                "post_feedforward_layernorm",
            ],
            _ => ["input_layernorm", "post_attention_layernorm"],
        };

    private static IEnumerable<(string, long[])> NeoX(JsonObject config)
    {
        long vocabulary = (int)config["vocab_size"]!,
            hidden = (int)config["hidden_size"]!,
            inner = (int)config["intermediate_size"]!;
        yield return ("gpt_neox.embed_in.weight", [vocabulary, hidden]);
        yield return ("embed_out.weight", [vocabulary, hidden]);
        foreach (var part in Vectors("gpt_neox.final_layer_norm", hidden))
            yield return part;
        for (var layer = 0; layer < (int)config["num_hidden_layers"]!; layer++)
        {
            var at = $"gpt_neox.layers.{layer}.";
            foreach (
                var part in Vectors(at + "input_layernorm", hidden)
                    .Concat(Vectors(at + "post_attention_layernorm", hidden))
                    .Concat(Linear(at + "attention.query_key_value", 3 * hidden, hidden))
                    .Concat(Linear(at + "attention.dense", hidden, hidden))
                    .Concat(Linear(at + "mlp.dense_h_to_4h", inner, hidden))
                    .Concat(Linear(at + "mlp.dense_4h_to_h", hidden, inner))
            )
                yield return part;
        }
    }

    private static IEnumerable<(string, long[])> Opt(JsonObject config)
    {
        long hidden = (int)config["hidden_size"]!,
            inner = (int)config["ffn_dim"]!;
        yield return ("model.decoder.embed_tokens.weight", [(int)config["vocab_size"]!, hidden]);
        yield return ("model.decoder.embed_positions.weight", [2 + (int)config["max_position_embeddings"]!, hidden]);
        foreach (var part in Vectors("model.decoder.final_layer_norm", hidden))
            yield return part;
        for (var layer = 0; layer < (int)config["num_hidden_layers"]!; layer++)
        {
            var at = $"model.decoder.layers.{layer}.";
            string[] square = ["q_proj", "k_proj", "v_proj", "out_proj"];
            foreach (
                var part in Vectors(at + "self_attn_layer_norm", hidden)
                    .Concat(Vectors(at + "final_layer_norm", hidden))
                    .Concat(square.SelectMany(name => Linear($"{at}self_attn.{name}", hidden, hidden)))
                    .Concat(Linear(at + "fc1", inner, hidden))
                    .Concat(Linear(at + "fc2", hidden, inner))
            )
                yield return part;
        }
    }

    private static IEnumerable<(string, long[])> Vectors(string name, long width) =>
        [(name + ".weight", [width]), (name + ".bias", [width])];

    private static IEnumerable<(string, long[])> Linear(string name, long rows, long columns) =>
        [(name + ".weight", [rows, columns]), (name + ".bias", [rows])];
}
