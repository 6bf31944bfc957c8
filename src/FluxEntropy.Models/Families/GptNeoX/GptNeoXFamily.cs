using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.GptNeoX;

/// <summary>GPT-NeoX (Black et al., arXiv 2204.06745) and Pythia (Biderman et al., arXiv 2304.01373).</summary>
internal sealed class GptNeoXFamily : IModelFamily
{
    internal static GptNeoXFamily Instance { get; } = new();

    private GptNeoXFamily() { }

    public string Name => "gpt_neox";

    public TransformerSpec Read(JsonField config) => GptNeoXLayers.Of(GptNeoXConfig.Read(config), this);

    /// <summary>Exporters saved the causal mask and the rotary frequencies.</summary>
    public bool IsIgnored(string name) =>
        name.EndsWith(".attention.bias", StringComparison.Ordinal)
        || name.EndsWith(".attention.masked_bias", StringComparison.Ordinal)
        || name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal);
}
