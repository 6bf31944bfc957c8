using FluxEntropy.Models.Architectures;

namespace FluxEntropy.Models.Families.Llama;

/// <summary>Llama's layers: RMS norms, rotary positions, grouped heads, an MLP of type SwiGLU.</summary>
internal static class LlamaLayers
{
    internal static TransformerSpec Of(LlamaConfig config, IModelFamily family) =>
        new()
        {
            Family = family,
            Vocabulary = config.Vocabulary,
            Hidden = config.Hidden,
            Layers = config.Layers,
            Context = config.Context,
            Embedding = "model.embed_tokens.weight",
            Positions = new RotaryPositionSpec(config.RopeTheta, config.RopeScaling, config.RotaryShare),
            LayerPrefix = "model.layers.",
            Layer = new LayerSpec(
                new RmsNormSpec("input_layernorm", config.NormEpsilon),
                Attention(config),
                new RmsNormSpec("post_attention_layernorm", config.NormEpsilon),
                Mlp(config)
            ),
            FinalNorm = new RmsNormSpec("model.norm", config.NormEpsilon),
            TiedHead = config.TiedHead,
        };

    private static AttentionSpec Attention(LlamaConfig config)
    {
        LinearSpec From(string name, int heads) =>
            new(name, config.Hidden, heads * config.HeadSize, config.QueryKeyValueBias);
        return new AttentionSpec(
            config.Heads,
            config.KeyValueHeads,
            config.HeadSize,
            new SeparateQueryKeyValueSpec(
                From("self_attn.q_proj", config.Heads),
                From("self_attn.k_proj", config.KeyValueHeads),
                From("self_attn.v_proj", config.KeyValueHeads)
            ),
            new LinearSpec(
                "self_attn.o_proj",
                config.Heads * config.HeadSize,
                config.Hidden,
                config.AttentionOutputBias
            )
        );
    }

    private static GatedMlpSpec Mlp(LlamaConfig config) =>
        new(
            new LinearSpec("mlp.gate_proj", config.Hidden, config.Intermediate, config.MlpBias),
            new LinearSpec("mlp.up_proj", config.Hidden, config.Intermediate, config.MlpBias),
            new LinearSpec("mlp.down_proj", config.Intermediate, config.Hidden, config.MlpBias),
            config.Activation
        );
}
