using System.Text.Json.Nodes;
using static FluxEntropy.Models.Tests.Scoring.PlainMath;

namespace FluxEntropy.Models.Tests.Scoring;

/// <summary>The forward pass of GPT-NeoX as its definition has it: loops in float64 over config.json and named tensors.</summary>
internal sealed class PlainNeoX(JsonObject config, Func<string, float[]?> tensor)
{
    private readonly int _hidden = (int)config["hidden_size"]!;
    private readonly int _size = (int)config["hidden_size"]! / (int)config["num_attention_heads"]!;

    internal double[][] Logits(int[] ids)
    {
        var embedding = tensor("gpt_neox.embed_in.weight")!;
        var x = ids.Select(id => embedding.Skip(id * _hidden).Take(_hidden).Select(value => (double)value).ToArray())
            .ToArray();
        for (var layer = 0; layer < (int)config["num_hidden_layers"]!; layer++)
            x = Layer(x, $"gpt_neox.layers.{layer}.");
        return [.. x.Select(row => Product(Norm(row, "gpt_neox.final_layer_norm"), tensor("embed_out.weight")!, null))];
    }

    private double[][] Layer(double[][] x, string at)
    {
        var attended = Attention([.. x.Select(row => Norm(row, at + "input_layernorm"))], at + "attention.");
        var isParallel = (bool?)config["use_parallel_residual"] ?? true;
        return
        [
            .. x.Select(
                (row, i) =>
                {
                    var middle = Sum(row, attended[i]);
                    var read = Norm(isParallel ? row : middle, at + "post_attention_layernorm");
                    var inner = Linear(read, at + "mlp.dense_h_to_4h").Select(Gelu).ToArray();
                    return Sum(middle, Linear(inner, at + "mlp.dense_4h_to_h"));
                }
            ),
        ];
    }

    /// <summary>A row holds each head's query, key and value together.</summary>
    private double[][] Attention(double[][] read, string at)
    {
        var all = read.Select(row => Linear(row, at + "query_key_value")).ToArray();
        double[][] Part(int part) =>
            [.. all.Select(row => row.Chunk(3 * _size).SelectMany(head => head[(part * _size)..][.._size]).ToArray())];

        var turned = (int)(_size * ((double?)config["rotary_pct"] ?? 0.25));
        var (frequencies, factor) = PlainRope.Of(config, turned);
        double[][] Turned(double[][] rows) =>
            [.. rows.Select((row, position) => Rotate(row, _size, frequencies, position, factor))];

        return
        [
            .. Attend(Turned(Part(0)), Turned(Part(1)), Part(2), _size, 1 / Math.Sqrt(_size))
                .Select(row => Linear(row, at + "dense")),
        ];
    }

    private double[] Norm(double[] x, string name) =>
        LayerNorm(x, tensor(name + ".weight")!, tensor(name + ".bias")!, (double)config["layer_norm_eps"]!);

    private double[] Linear(double[] x, string name) => Product(x, tensor(name + ".weight")!, tensor(name + ".bias"));
}
