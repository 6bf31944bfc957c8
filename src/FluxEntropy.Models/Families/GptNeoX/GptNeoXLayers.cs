using FluxEntropy.Models.Architectures;

namespace FluxEntropy.Models.Families.GptNeoX;

/// <summary>
/// GPT-NeoX's layers: layer norms, attention and MLP side by side on the same residual stream, rotary positions on a part of each head.
/// </summary>
internal static class GptNeoXLayers
{
    internal static TransformerSpec Of(GptNeoXConfig config, IModelFamily family) =>
        new()
        {
            Family = family,
            Vocabulary = config.Vocabulary,
            Hidden = config.Hidden,
            Layers = config.Layers,
            Context = config.Context,
            Embedding = "gpt_neox.embed_in.weight",
            Positions = config.Positions,
            LayerPrefix = "gpt_neox.layers.",
            Layer = new LayerSpec(
                new LayerNormSpec("input_layernorm", config.NormEpsilon),
                new AttentionSpec(
                    config.Heads,
                    KeyValueHeads: config.Heads,
                    config.Hidden / config.Heads,
                    new FusedQueryKeyValueSpec(
                        new LinearSpec(
                            "attention.query_key_value",
                            config.Hidden,
                            3 * config.Hidden,
                            config.AttentionBias
                        ),
                        ByHead: true
                    ),
                    new LinearSpec("attention.dense", config.Hidden, config.Hidden, config.AttentionBias)
                ),
                new LayerNormSpec("post_attention_layernorm", config.NormEpsilon),
                new PlainMlpSpec(
                    new LinearSpec("mlp.dense_h_to_4h", config.Hidden, config.Intermediate, HasBias: true),
                    new LinearSpec("mlp.dense_4h_to_h", config.Intermediate, config.Hidden, HasBias: true),
                    config.Activation
                )
            )
            {
                IsParallel = config.IsParallel,
            },
            FinalNorm = new LayerNormSpec("gpt_neox.final_layer_norm", config.NormEpsilon),
            TiedHead = config.TiedHead,
            HeadName = "embed_out.weight",
        };
}
