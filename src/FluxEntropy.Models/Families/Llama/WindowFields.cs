using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Llama;

/// <summary>The fields of config.json that say how far back attention sees, and in which layers.</summary>
internal static class WindowFields
{
    /// <summary>Attention over a window; a window that holds the whole context is none.</summary>
    /// <param name="config">config.json.</param>
    /// <param name="spec">The model, with full attention everywhere.</param>
    /// <param name="window">sliding_window where the field is missing; null for none.</param>
    /// <param name="slides">Whether a layer slides, by its number, where there are no layer_types.</param>
    internal static TransformerSpec Read(
        JsonField config,
        TransformerSpec spec,
        int? window,
        Func<int, bool> slides,
        PositionSpec? positions = null
    )
    {
        var types = LayerTypes(config, spec.Layers);
        bool Slides(int layer) => types is null ? slides(layer) : types[layer];
        if (!Enumerable.Range(0, spec.Layers).Any(Slides))
            return spec;
        var size = config.IsNull("sliding_window")
            ? null
            : config.Find("sliding_window")?.Integer(1, int.MaxValue) ?? window;
        if (size is null && types is not null)
            throw config.Get("layer_types").Bad("has layers of sliding_attention, but sliding_window says no window");
        if (size is null || size >= spec.Context)
            size = null;
        return size is null && positions is null
            ? spec
            : spec with
            {
                Variation = LayerVariation.Of(spec.Layers, Slides, size, positions),
            };
    }

    /// <summary>Which layers slide; null where config.json has no layer_types.</summary>
    private static bool[]? LayerTypes(JsonField config, int layers)
    {
        if (config.Find("layer_types") is not { } field)
            return null;
        bool[] types =
        [
            .. field
                .Items()
                .Select(type =>
                    type.Text() switch
                    {
                        "sliding_attention" => true,
                        "full_attention" => false,
                        _ => throw type.Bad($"is {type.Shown}, expected full_attention or sliding_attention"),
                    }
                ),
        ];
        return types.Length == layers
            ? types
            : throw field.Bad($"has {types.Length} entries, expected one for each of {layers} layers");
    }
}
