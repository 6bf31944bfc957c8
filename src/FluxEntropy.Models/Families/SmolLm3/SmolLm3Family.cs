using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families.Llama;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.SmolLm3;

/// <summary>
/// SmolLM3: Llama's layers, of which every fourth goes without positions (NoPE; Kazemnejad et al., arXiv 2305.19466).
/// </summary>
internal sealed class SmolLm3Family : IModelFamily
{
    internal static SmolLm3Family Instance { get; } = new();

    private SmolLm3Family() { }

    public string Name => "smollm3";

    public TransformerSpec Read(JsonField config)
    {
        var read = LlamaConfig.Read(
            config,
            new LlamaDefaults
            {
                KeyValueHeads = 4,
                RopeTheta = 2e6,
                TiedHead = true,
            }
        );
        var spec = LlamaLayers.Of(read, this);
        if (config.Find("use_sliding_window") is { } slides && slides.Flag())
            throw slides.Bad("is true, which is not supported");
        var rotated = Rotated(config, read.Layers);
        return spec with
        {
            Variation = LayerVariation.Of(read.Layers, layer => !rotated[layer], positions: new NoPositionSpec()),
        };
    }

    /// <summary>no_rope_layers has, for all its name, a 1 for each layer with positions.</summary>
    private static bool[] Rotated(JsonField config, int layers)
    {
        var interval = config.Find("no_rope_layer_interval")?.Integer(1, int.MaxValue) ?? 4;
        if (config.Find("no_rope_layers") is not { } field)
            return [.. Enumerable.Range(1, layers).Select(layer => layer % interval != 0)];
        bool[] listed = [.. field.Items().Select(item => item.Integer(0, 1) == 1)];
        return listed.Length == layers
            ? listed
            : throw field.Bad($"has {listed.Length} entries, expected one for each of {layers} layers");
    }

    public bool IsIgnored(string name) => LlamaFamily.Instance.IsIgnored(name);
}
