using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families.Llama;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Phi3;

/// <summary>
/// Phi-3 and Phi-4 (Abdin et al., arXiv 2404.14219): Llama's layers with queries, keys and values in one matrix, gate and up projection
/// in another.
/// </summary>
internal sealed class Phi3Family : IModelFamily
{
    internal static Phi3Family Instance { get; } = new();

    private Phi3Family() { }

    public string Name => "phi3";

    public TransformerSpec Read(JsonField config)
    {
        var defaults = new LlamaDefaults
        {
            NormEpsilon = 1e-5,
            HasBiasFields = false,
            HasPartialRotary = true,
        };
        var read = LlamaConfig.Read(config, defaults);
        var spec = LlamaLayers.Of(read, this);
        var attention = spec.Layer.Attention;
        var fused = spec with
        {
            Layer = spec.Layer with
            {
                Attention = attention with
                {
                    QueryKeyValue = new FusedQueryKeyValueSpec(
                        new LinearSpec("self_attn.qkv_proj", read.Hidden, attention.FusedWidth, HasBias: false)
                    ),
                },
                Mlp = new FusedGatedMlpSpec(
                    new LinearSpec("mlp.gate_up_proj", read.Hidden, 2 * read.Intermediate, HasBias: false),
                    spec.Layer.Mlp.Up,
                    spec.Layer.Mlp.Down,
                    Activation.Silu
                ),
            },
        };
        return WindowFields.Read(config, fused, window: null, _ => true);
    }

    public bool IsIgnored(string name) => LlamaFamily.Instance.IsIgnored(name);
}
