using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families.Llama;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Olmo2;

/// <summary>
/// OLMo 2 (OLMo team, arXiv 2501.00656): Llama's attention and MLP, whose outputs are normalised in place of their inputs, and norms of
/// all queries and all keys of a position.
/// </summary>
internal sealed class Olmo2Family : IModelFamily
{
    internal static Olmo2Family Instance { get; } = new();

    private Olmo2Family() { }

    public string Name => "olmo2";

    public TransformerSpec Read(JsonField config)
    {
        var read = LlamaConfig.Read(config, new LlamaDefaults { NormEpsilon = 1e-5 }) with { MlpBias = false };
        var spec = LlamaLayers.Of(read, this);
        return HeadNorms.On(
            spec with
            {
                Layer = spec.Layer with
                {
                    AttentionNorm = null,
                    AttentionOutputNorm = new RmsNormSpec("post_attention_layernorm", read.NormEpsilon),
                    MlpNorm = null,
                    MlpOutputNorm = new RmsNormSpec("post_feedforward_layernorm", read.NormEpsilon),
                },
            },
            read.NormEpsilon,
            acrossHeads: true
        );
    }

    public bool IsIgnored(string name) => LlamaFamily.Instance.IsIgnored(name);
}
