using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families.Llama;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Mistral;

/// <summary>
/// Mistral (Jiang et al., arXiv 2310.06825): Llama's layers, whose attention may see a window alone.
/// </summary>
internal sealed class MistralFamily : IModelFamily
{
    internal static MistralFamily Instance { get; } = new();

    private MistralFamily() { }

    public string Name => "mistral";

    public TransformerSpec Read(JsonField config)
    {
        var defaults = new LlamaDefaults { KeyValueHeads = 8, HasBiasFields = false };
        var spec = LlamaLayers.Of(LlamaConfig.Read(config, defaults), this);
        var windowed = WindowFields.Read(config, spec, DefaultWindow, _ => true);
        // All layers are alike, as long as there are no layer_types.
        return windowed.Variation is { Window: { } window } all && !all.Layers.Contains('0', StringComparison.Ordinal)
            ? spec with
            {
                Layer = spec.Layer with { Attention = spec.Layer.Attention with { Window = window } },
            }
            : windowed;
    }

    private const int DefaultWindow = 4096;

    public bool IsIgnored(string name) => LlamaFamily.Instance.IsIgnored(name);
}
