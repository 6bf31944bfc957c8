using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families.Llama;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Gemma;

/// <summary>What the generations of Gemma share.</summary>
internal static class GemmaLayers
{
    private const string TanhGelu = "gelu_pytorch_tanh";
    private const double DefaultQueryScalar = 256;

    /// <summary>Files say the scale of a norm less 1.</summary>
    private const float ScaleOffset = 1;

    internal static LlamaConfig Read(JsonField config, int keyValueHeads = 4, double theta = RopeFields.DefaultTheta)
    {
        // hidden_act of the first files says gelu and means its tanh form, as hidden_activation then says.
        config.RequireActivation("hidden_activation", TanhGelu, "gelu_new");
        config.RequireActivation("hidden_act", TanhGelu, "gelu", "gelu_new");
        return LlamaConfig.Read(
            config,
            new LlamaDefaults
            {
                HeadSize = 256,
                KeyValueHeads = keyValueHeads,
                RopeTheta = theta,
                TiedHead = true,
                Activation = Activation.GeluTanh,
            }
        ) with
        {
            MlpBias = false,
        };
    }

    /// <summary>What products of queries and keys are multiplied by.</summary>
    internal static double Scale(JsonField config) =>
        1 / Math.Sqrt(config.Find("query_pre_attn_scalar")?.Number(1e-6, 1e9) ?? DefaultQueryScalar);

    internal static TransformerSpec Of(LlamaConfig config, IModelFamily family)
    {
        var spec = LlamaLayers.Of(config, family);
        return spec with
        {
            EmbeddingScale = Math.Sqrt(config.Hidden),
            Layer = spec.Layer with
            {
                AttentionNorm = Norm("input_layernorm", config.NormEpsilon),
                MlpNorm = Norm("post_attention_layernorm", config.NormEpsilon),
            },
            FinalNorm = Norm(spec.FinalNorm.Name, config.NormEpsilon),
        };
    }

    /// <summary>With norms after attention and MLP, as from the second generation on.</summary>
    internal static TransformerSpec WithOutputNorms(TransformerSpec spec)
    {
        var epsilon = spec.FinalNorm.Epsilon;
        return spec with
        {
            Layer = spec.Layer with
            {
                AttentionOutputNorm = Norm("post_attention_layernorm", epsilon),
                MlpNorm = Norm("pre_feedforward_layernorm", epsilon),
                MlpOutputNorm = Norm("post_feedforward_layernorm", epsilon),
            },
        };
    }

    private static RmsNormSpec Norm(string name, double epsilon) => new(name, epsilon, ScaleOffset);
}
