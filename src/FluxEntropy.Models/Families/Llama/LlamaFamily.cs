using System.Text.Json.Nodes;
using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Llama;

/// <summary>Llama (Touvron et al., arXiv 2302.13971), and what is built like it, such as SmolLM2.</summary>
internal sealed class LlamaFamily : ITrainableFamily
{
    internal static LlamaFamily Instance { get; } = new();

    private LlamaFamily() { }

    public string Name => "llama";

    public TransformerSpec Read(JsonField config) => LlamaLayers.Of(LlamaConfig.Read(config), this);

    public TransformerSpec Create(ModelSize size) =>
        LlamaLayers.Of(
            new LlamaConfig
            {
                Vocabulary = size.Vocabulary,
                Hidden = size.Hidden,
                Layers = size.Layers,
                Heads = size.Heads,
                KeyValueHeads = size.Heads,
                HeadSize = size.Hidden / size.Heads,
                Intermediate = GatedWidth(size.Hidden),
                Context = size.Context,
                NormEpsilon = 1e-5,
                TiedHead = true,
            },
            this
        );

    /// <summary>
    /// 8/3 of the hidden width, so that three matrices weigh as much as two of four times; rounded up to a multiple of
    /// 8.
    /// </summary>
    private static int GatedWidth(int hidden) => (8 * hidden / 3 + 7) / 8 * 8;

    public JsonObject Write(TransformerSpec spec)
    {
        var attention = spec.Layer.Attention;
        return new JsonObject
        {
            ["architectures"] = new JsonArray("LlamaForCausalLM"),
            ["model_type"] = Name,
            ["vocab_size"] = spec.Vocabulary,
            ["hidden_size"] = spec.Hidden,
            ["intermediate_size"] = spec.Layer.Mlp.Width,
            ["num_hidden_layers"] = spec.Layers,
            ["num_attention_heads"] = attention.Heads,
            ["num_key_value_heads"] = attention.KeyValueHeads,
            ["max_position_embeddings"] = spec.Context,
            ["hidden_act"] = "silu",
            ["rms_norm_eps"] = spec.FinalNorm.Epsilon,
            ["rope_theta"] = ((RotaryPositionSpec)spec.Positions).Theta,
            ["attention_bias"] = attention.Output.HasBias,
            ["mlp_bias"] = spec.Layer.Mlp.Down.HasBias,
        };
    }

    /// <summary>Older exporters saved the rotary frequencies.</summary>
    public bool IsIgnored(string name) => name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal);
}
