namespace FluxEntropy.Models.Checkpoints;

/// <summary>A tensor that a model of a given geometry has.</summary>
/// <param name="Name">Name in the file, as Hugging Face's classes write it.</param>
/// <param name="Shape">Row-major shape; matrices are [out, in] except in gpt2, whose Conv1D keeps [in, out].</param>
internal sealed record WeightSpec(string Name, long[] Shape);

/// <summary>Which tensors a geometry consists of, in the order of the forward pass: the loader checks against it, training makes and saves it.</summary>
internal static class WeightNames
{
    internal const string Head = "lm_head.weight";

    internal static string Embedding(ModelConfig config) =>
        config.IsGated ? "model.embed_tokens.weight" : "transformer.wte.weight";

    internal static IEnumerable<WeightSpec> Of(ModelConfig config) => config.IsGated ? Llama(config) : Gpt2(config);

    private static IEnumerable<WeightSpec> Llama(ModelConfig c)
    {
        yield return new(Embedding(c), [c.Vocabulary, c.Hidden]);
        for (var layer = 0; layer < c.Layers; layer++)
        {
            var at = $"model.layers.{layer}.";
            yield return new(at + "input_layernorm.weight", [c.Hidden]);
            foreach (
                var spec in Linear(at + "self_attn.q_proj", c.QueryWidth, c.Hidden, c.QueryKeyValueBias)
                    .Concat(Linear(at + "self_attn.k_proj", c.KeyValueWidth, c.Hidden, c.QueryKeyValueBias))
                    .Concat(Linear(at + "self_attn.v_proj", c.KeyValueWidth, c.Hidden, c.QueryKeyValueBias))
                    .Concat(Linear(at + "self_attn.o_proj", c.Hidden, c.QueryWidth, c.AttentionOutputBias))
            )
                yield return spec;
            yield return new(at + "post_attention_layernorm.weight", [c.Hidden]);
            foreach (
                var spec in Linear(at + "mlp.gate_proj", c.Intermediate, c.Hidden, c.MlpBias)
                    .Concat(Linear(at + "mlp.up_proj", c.Intermediate, c.Hidden, c.MlpBias))
                    .Concat(Linear(at + "mlp.down_proj", c.Hidden, c.Intermediate, c.MlpBias))
            )
                yield return spec;
        }

        yield return new("model.norm.weight", [c.Hidden]);
        if (!c.TiedHead)
            yield return new(Head, [c.Vocabulary, c.Hidden]);
    }

    private static IEnumerable<WeightSpec> Gpt2(ModelConfig c)
    {
        yield return new(Embedding(c), [c.Vocabulary, c.Hidden]);
        yield return new("transformer.wpe.weight", [c.Context, c.Hidden]);
        for (var layer = 0; layer < c.Layers; layer++)
        {
            var at = $"transformer.h.{layer}.";
            foreach (
                var spec in LayerNorm(at + "ln_1", c.Hidden)
                    .Concat(Conv1D(at + "attn.c_attn", c.Hidden, 3 * c.Hidden))
                    .Concat(Conv1D(at + "attn.c_proj", c.Hidden, c.Hidden))
                    .Concat(LayerNorm(at + "ln_2", c.Hidden))
                    .Concat(Conv1D(at + "mlp.c_fc", c.Hidden, c.Intermediate))
                    .Concat(Conv1D(at + "mlp.c_proj", c.Intermediate, c.Hidden))
            )
                yield return spec;
        }

        foreach (var spec in LayerNorm("transformer.ln_f", c.Hidden))
            yield return spec;
        if (!c.TiedHead)
            yield return new(Head, [c.Vocabulary, c.Hidden]);
    }

    private static IEnumerable<WeightSpec> Linear(string name, long rows, long columns, bool bias) =>
        bias
            ? [new(name + ".weight", [rows, columns]), new(name + ".bias", [rows])]
            : [new(name + ".weight", [rows, columns])];

    private static IEnumerable<WeightSpec> Conv1D(string name, long rows, long columns) =>
        [new(name + ".weight", [rows, columns]), new(name + ".bias", [columns])];

    private static IEnumerable<WeightSpec> LayerNorm(string name, long width) =>
        [new(name + ".weight", [width]), new(name + ".bias", [width])];
}
