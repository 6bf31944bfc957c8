using System.Text.Json.Nodes;
using static FluxEntropy.Models.Tests.Scoring.PlainMath;

namespace FluxEntropy.Models.Tests.Scoring;

/// <summary>
/// The forward passes of the families that grew from Llama, as their definitions have them: loops in float64 over config.json and named
/// tensors.
/// </summary>
internal sealed class PlainLlamaKin(JsonObject config, Func<string, float[]?> tensor)
{
    private readonly string _type = (string)config["model_type"]!;

    private bool IsGemma => _type.StartsWith("gemma", StringComparison.Ordinal);

    private bool HasOutputNorms => _type is "gemma2" or "gemma3_text" or "olmo2";

    private double Offset => IsGemma ? 1 : 0;

    private double Epsilon => (double)config["rms_norm_eps"]!;

    private int Heads => (int)config["num_attention_heads"]!;

    private int KeyHeads => (int?)config["num_key_value_heads"] ?? Heads;

    private int Size => (int?)config["head_dim"] ?? (int)config["hidden_size"]! / Heads;

    internal double[][] Logits(int[] ids)
    {
        var hidden = (int)config["hidden_size"]!;
        var embedding = tensor("model.embed_tokens.weight")!;
        var scale = IsGemma ? Math.Sqrt(hidden) : 1;
        var x = ids.Select(id => embedding.Skip(id * hidden).Take(hidden).Select(value => scale * value).ToArray())
            .ToArray();
        for (var layer = 0; layer < (int)config["num_hidden_layers"]!; layer++)
            x = Layer(x, layer);
        var head = tensor("lm_head.weight") ?? embedding;
        var cap = (double?)config["final_logit_softcapping"];
        return
        [
            .. x.Select(row => Product(Norm(row, "model.norm"), head, null).Select(logit => Cap(logit, cap)).ToArray()),
        ];
    }

    private double[][] Layer(double[][] x, int layer)
    {
        var at = $"model.layers.{layer}.";
        var attended = Attention(
            _type == "olmo2" ? x : [.. x.Select(row => Norm(row, at + "input_layernorm"))],
            layer,
            at + "self_attn."
        );
        if (HasOutputNorms)
            attended = [.. attended.Select(row => Norm(row, at + "post_attention_layernorm"))];
        var middle = x.Zip(attended, Sum).ToArray();
        return
        [
            .. middle.Select(row =>
            {
                var read = _type switch
                {
                    "olmo2" => row,
                    "gemma2" or "gemma3_text" => Norm(row, at + "pre_feedforward_layernorm"),
                    _ => Norm(row, at + "post_attention_layernorm"),
                };
                var output = Mlp(read, at + "mlp.");
                return Sum(row, HasOutputNorms ? Norm(output, at + "post_feedforward_layernorm") : output);
            }),
        ];
    }

    private double[][] Attention(double[][] read, int layer, string at)
    {
        var (q, k, v) = Projected(read, at);
        if (tensor(at + "q_norm.weight") is { } queryScale)
        {
            q = [.. q.Select(row => RmsNormParts(row, queryScale, Epsilon, Offset))];
            k = [.. k.Select(row => RmsNormParts(row, tensor(at + "k_norm.weight")!, Epsilon, Offset))];
        }

        if (Rotates(layer))
        {
            var turned = (int)(Size * ((double?)config["partial_rotary_factor"] ?? 1));
            var (frequencies, factor) = IsLocal(layer)
                ? ([.. Enumerable.Range(0, turned / 2).Select(i => Math.Pow(LocalBase, -2.0 * i / turned))], 1)
                : PlainRope.Of(config, turned);
            q = [.. q.Select((row, position) => Rotate(row, Size, frequencies, position, factor))];
            k = [.. k.Select((row, position) => Rotate(row, Size, frequencies, position, factor))];
        }

        var scale = 1 / Math.Sqrt((double?)config["query_pre_attn_scalar"] ?? Size);
        var window = Slides(layer) ? (int?)config["sliding_window"] ?? int.MaxValue : int.MaxValue;
        return
        [
            .. Attend(q, k, v, Size, scale, (double?)config["attn_logit_softcapping"], window)
                .Select(row => Linear(row, at + "o_proj")),
        ];
    }

    private (double[][] Q, double[][] K, double[][] V) Projected(double[][] read, string at)
    {
        if (_type != "phi3")
            return (
                [.. read.Select(row => Linear(row, at + "q_proj"))],
                [.. read.Select(row => Linear(row, at + "k_proj"))],
                [.. read.Select(row => Linear(row, at + "v_proj"))]
            );
        var (queries, keys) = (Heads * Size, KeyHeads * Size);
        var all = read.Select(row => Linear(row, at + "qkv_proj")).ToArray();
        return (
            [.. all.Select(row => row[..queries])],
            [.. all.Select(row => row[queries..(queries + keys)])],
            [.. all.Select(row => row[(queries + keys)..])]
        );
    }

    private double[] Mlp(double[] read, string at)
    {
        double[] gate,
            up;
        if (_type == "phi3")
        {
            var both = Linear(read, at + "gate_up_proj");
            (gate, up) = (both[..(both.Length / 2)], both[(both.Length / 2)..]);
        }
        else
        {
            (gate, up) = (Linear(read, at + "gate_proj"), Linear(read, at + "up_proj"));
        }

        return Linear([.. gate.Zip(up, (g, u) => (IsGemma ? GeluTanh(g) : Silu(g)) * u)], at + "down_proj");
    }

    /// <summary>SmolLM3 leaves every fourth layer without positions.</summary>
    private bool Rotates(int layer) => _type != "smollm3" || (layer + 1) % 4 != 0;

    private bool Slides(int layer) =>
        _type switch
        {
            "gemma2" => layer % 2 == 0,
            "gemma3_text" => IsLocal(layer),
            "qwen2" or "qwen3" => (bool?)config["use_sliding_window"] == true
                && layer >= (int)config["max_window_layers"]!,
            _ => true,
        };

    private bool IsLocal(int layer) =>
        _type == "gemma3_text" && (layer + 1) % (int)config["sliding_window_pattern"]! != 0;

    private double LocalBase => (double)config["rope_local_base_freq"]!;

    private double[] Norm(double[] x, string name) => RmsNorm(x, tensor(name + ".weight")!, Epsilon, Offset);

    private double[] Linear(double[] x, string name) => Product(x, tensor(name + ".weight")!, tensor(name + ".bias"));
}
