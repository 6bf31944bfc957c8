using System.Text.Json.Nodes;

namespace FluxEntropy.Models.Tests.Scoring;

/// <summary>
/// The forward passes of llama, qwen2 and gpt2 as their definitions have them: loops in float64 over config.json and
/// named
/// tensors. Nothing of the product is used, so that a mistake in it cannot hide here.
/// </summary>
internal sealed class PlainForward(JsonObject config, Func<string, float[]?> tensor)
{
    private readonly bool _gpt2 = Text(config, "model_type") == "gpt2";

    /// <summary>Logits after each token. [tokens][vocabulary]</summary>
    internal double[][] Logits(int[] ids)
    {
        var hidden = Whole(_gpt2 ? "n_embd" : "hidden_size");
        var embedding = tensor(_gpt2 ? "transformer.wte.weight" : "model.embed_tokens.weight")!;
        var x = ids.Select(id => embedding.Skip(id * hidden).Take(hidden).Select(value => (double)value).ToArray())
            .ToArray();
        for (var position = 0; _gpt2 && position < x.Length; position++)
            x[position] = Sum(
                x[position],
                [
                    .. tensor("transformer.wpe.weight")!
                        .Skip(position * hidden)
                        .Take(hidden)
                        .Select(value => (double)value),
                ]
            );
        for (var layer = 0; layer < Whole(_gpt2 ? "n_layer" : "num_hidden_layers"); layer++)
            x = _gpt2 ? Gpt2Layer(x, $"transformer.h.{layer}.") : LlamaLayer(x, $"model.layers.{layer}.");
        var head = tensor("lm_head.weight") ?? embedding;
        return
        [
            .. x.Select(row =>
                Product(_gpt2 ? LayerNorm(row, "transformer.ln_f") : RmsNorm(row, "model.norm"), head, null)
            ),
        ];
    }

    private double[][] LlamaLayer(double[][] x, string at)
    {
        var heads = Whole("num_attention_heads");
        var keyHeads = config["num_key_value_heads"] is { } given ? (int)given : heads;
        var size = config["head_dim"] is { } width ? (int)width : Whole("hidden_size") / heads;
        var normed = x.Select(row => RmsNorm(row, at + "input_layernorm")).ToArray();
        var q = normed
            .Select((row, position) => Rotate(Linear(row, at + "self_attn.q_proj"), size, position))
            .ToArray();
        var k = normed
            .Select((row, position) => Rotate(Linear(row, at + "self_attn.k_proj"), size, position))
            .ToArray();
        var v = normed.Select(row => Linear(row, at + "self_attn.v_proj")).ToArray();
        var mixed = Attend(q, k, v, heads, keyHeads, size);
        return
        [
            .. x.Select(
                (row, i) =>
                {
                    var middle = Sum(row, Linear(mixed[i], at + "self_attn.o_proj"));
                    var y = RmsNorm(middle, at + "post_attention_layernorm");
                    var up = Linear(y, at + "mlp.up_proj");
                    var inner = Linear(y, at + "mlp.gate_proj")
                        .Select((gate, j) => gate / (1 + Math.Exp(-gate)) * up[j])
                        .ToArray();
                    return Sum(middle, Linear(inner, at + "mlp.down_proj"));
                }
            ),
        ];
    }

    private double[][] Gpt2Layer(double[][] x, string at)
    {
        var heads = Whole("n_head");
        var hidden = Whole("n_embd");
        var fused = x.Select(row => Conv1D(LayerNorm(row, at + "ln_1"), at + "attn.c_attn")).ToArray();
        var mixed = Attend(
            [.. fused.Select(f => f[..hidden])],
            [.. fused.Select(f => f[hidden..(2 * hidden)])],
            [.. fused.Select(f => f[(2 * hidden)..])],
            heads,
            heads,
            hidden / heads
        );
        return
        [
            .. x.Select(
                (row, i) =>
                {
                    var middle = Sum(row, Conv1D(mixed[i], at + "attn.c_proj"));
                    var inner = Conv1D(LayerNorm(middle, at + "ln_2"), at + "mlp.c_fc")
                        .Select(u => 0.5 * u * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (u + 0.044715 * u * u * u))))
                        .ToArray();
                    return Sum(middle, Conv1D(inner, at + "mlp.c_proj"));
                }
            ),
        ];
    }

    private static double[][] Attend(double[][] q, double[][] k, double[][] v, int heads, int keyHeads, int size)
    {
        var mixed = q.Select(_ => new double[heads * size]).ToArray();
        for (var position = 0; position < q.Length; position++)
        {
            for (var head = 0; head < heads; head++)
            {
                var key = head / (heads / keyHeads) * size;
                var scores = Enumerable
                    .Range(0, position + 1)
                    .Select(other =>
                        Enumerable.Range(0, size).Sum(i => q[position][head * size + i] * k[other][key + i])
                        / Math.Sqrt(size)
                    )
                    .ToArray();
                var weights = scores.Select(score => Math.Exp(score - scores.Max())).ToArray();
                for (var i = 0; i < size; i++)
                    mixed[position][head * size + i] = weights
                        .Select((weight, other) => weight / weights.Sum() * v[other][key + i])
                        .Sum();
            }
        }

        return mixed;
    }

    /// <summary>Turns the pairs (i, i + size/2) of each head by position × frequency i.</summary>
    private double[] Rotate(double[] x, int size, int position)
    {
        var turned = (double[])x.Clone();
        for (var start = 0; start < x.Length; start += size)
        {
            for (var i = 0; i < size / 2; i++)
            {
                var (sin, cos) = Math.SinCos(position * Frequency(i, size));
                var (a, b) = (x[start + i], x[start + i + size / 2]);
                (turned[start + i], turned[start + i + size / 2]) = (a * cos - b * sin, b * cos + a * sin);
            }
        }

        return turned;
    }

    private double Frequency(int i, int size)
    {
        var rope = (config["rope_scaling"] ?? config["rope_parameters"])?.AsObject();
        var theta = (double?)rope?["rope_theta"] ?? (double?)config["rope_theta"] ?? 10_000;
        var frequency = Math.Pow(theta, -2.0 * i / size);
        if (rope is null || (string?)(rope["rope_type"] ?? rope["type"]) != "llama3")
            return frequency;
        var (factor, low, high) = (
            (double)rope["factor"]!,
            (double)rope["low_freq_factor"]!,
            (double)rope["high_freq_factor"]!
        );
        var turns = (double)rope["original_max_position_embeddings"]! * frequency / (2 * Math.PI);
        var kept = Math.Clamp((turns - low) / (high - low), 0, 1);
        return frequency * (kept + (1 - kept) / factor);
    }

    private double[] RmsNorm(double[] x, string name)
    {
        var root = Math.Sqrt(x.Sum(value => value * value) / x.Length + (double)config["rms_norm_eps"]!);
        return [.. x.Zip(tensor(name + ".weight")!, (value, scale) => value / root * scale)];
    }

    private double[] LayerNorm(double[] x, string name)
    {
        var (mean, scale, shift) = (x.Average(), tensor(name + ".weight")!, tensor(name + ".bias")!);
        var root = Math.Sqrt(
            x.Average(value => (value - mean) * (value - mean)) + (double)config["layer_norm_epsilon"]!
        );
        return [.. x.Select((value, i) => (value - mean) / root * scale[i] + shift[i])];
    }

    /// <summary>Weights are [out, in].</summary>
    private double[] Linear(double[] x, string name) => Product(x, tensor(name + ".weight")!, tensor(name + ".bias"));

    private static double[] Product(double[] x, float[] matrix, float[]? bias) =>
        [
            .. Enumerable
                .Range(0, matrix.Length / x.Length)
                .Select(row => x.Select((value, i) => value * matrix[row * x.Length + i]).Sum() + (bias?[row] ?? 0)),
        ];

    /// <summary>Weights are [in, out].</summary>
    private double[] Conv1D(double[] x, string name)
    {
        var (matrix, bias) = (tensor(name + ".weight")!, tensor(name + ".bias")!);
        return
        [
            .. bias.Select(
                (shift, column) => x.Select((value, i) => value * matrix[i * bias.Length + column]).Sum() + shift
            ),
        ];
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private int Whole(string field) => (int)config[field]!;

    private static string Text(JsonObject config, string field) => (string)config[field]!;
}
