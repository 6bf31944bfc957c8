using FluxEntropy.Models.Architectures;

namespace FluxEntropy.Models.Families.Gpt2;

/// <summary>
/// GPT-2's layers: layer norms, learned positions, one fused map to queries, keys and values, an MLP with GELU.
/// </summary>
internal static class Gpt2Layers
{
    internal static TransformerSpec Of(Gpt2Config config, IModelFamily family) =>
        new()
        {
            Family = family,
            Vocabulary = config.Vocabulary,
            Hidden = config.Hidden,
            Layers = config.Layers,
            Context = config.Context,
            Embedding = "transformer.wte.weight",
            Positions = new LearnedPositionSpec("transformer.wpe.weight"),
            LayerPrefix = "transformer.h.",
            Layer = new LayerSpec(
                new LayerNormSpec("ln_1", config.NormEpsilon),
                new AttentionSpec(
                    config.Heads,
                    KeyValueHeads: config.Heads,
                    config.Hidden / config.Heads,
                    new FusedQueryKeyValueSpec(Conv1D("attn.c_attn", config.Hidden, 3 * config.Hidden)),
                    Conv1D("attn.c_proj", config.Hidden, config.Hidden)
                ),
                new LayerNormSpec("ln_2", config.NormEpsilon),
                new PlainMlpSpec(
                    Conv1D("mlp.c_fc", config.Hidden, config.Inner),
                    Conv1D("mlp.c_proj", config.Inner, config.Hidden),
                    Activation.GeluTanh
                )
            ),
            FinalNorm = new LayerNormSpec("transformer.ln_f", config.NormEpsilon),
            TiedHead = config.TiedHead,
        };

    private static LinearSpec Conv1D(string name, int inputs, int outputs) =>
        new(name, inputs, outputs, HasBias: true, MatrixOrder.InputsByOutputs);
}
