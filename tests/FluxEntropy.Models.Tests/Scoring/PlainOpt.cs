using System.Text.Json.Nodes;
using static FluxEntropy.Models.Tests.Scoring.PlainMath;

namespace FluxEntropy.Models.Tests.Scoring;

/// <summary>The forward pass of OPT as its definition has it: loops in float64 over config.json and named tensors.</summary>
internal sealed class PlainOpt(JsonObject config, Func<string, float[]?> tensor)
{
    internal double[][] Logits(int[] ids)
    {
        var hidden = (int)config["hidden_size"]!;
        var embedding = tensor("model.decoder.embed_tokens.weight")!;
        var positions = tensor("model.decoder.embed_positions.weight")!;
        double[] Row(float[] table, int row) =>
            [.. table.Skip(row * hidden).Take(hidden).Select(value => (double)value)];

        var x = ids.Select((id, position) => Sum(Row(embedding, id), Row(positions, position + 2))).ToArray();
        for (var layer = 0; layer < (int)config["num_hidden_layers"]!; layer++)
            x = Layer(x, $"model.decoder.layers.{layer}.", hidden / (int)config["num_attention_heads"]!);
        return [.. x.Select(row => Product(Norm(row, "model.decoder.final_layer_norm"), embedding, null))];
    }

    private double[][] Layer(double[][] x, string at, int size)
    {
        var read = x.Select(row => Norm(row, at + "self_attn_layer_norm")).ToArray();
        double[][] Map(string name) => [.. read.Select(row => Linear(row, at + "self_attn." + name))];
        var mixed = Attend(Map("q_proj"), Map("k_proj"), Map("v_proj"), size, 1 / Math.Sqrt(size));
        return
        [
            .. x.Select(
                (row, i) =>
                {
                    var middle = Sum(row, Linear(mixed[i], at + "self_attn.out_proj"));
                    var inner = Linear(Norm(middle, at + "final_layer_norm"), at + "fc1");
                    return Sum(middle, Linear([.. inner.Select(value => Math.Max(0, value))], at + "fc2"));
                }
            ),
        ];
    }

    private double[] Norm(double[] x, string name) =>
        LayerNorm(x, tensor(name + ".weight")!, tensor(name + ".bias")!, 1e-5);

    private double[] Linear(double[] x, string name) => Product(x, tensor(name + ".weight")!, tensor(name + ".bias"));
}
