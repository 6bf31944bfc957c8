using System.Text.Json;

namespace FluxEntropy.Models.ModelFiles;

/// <summary>The kinds of field that config.json has, whatever the family.</summary>
internal static class ConfigFields
{
    /// <summary>Bounds every dimension, so that products of a few of them stay far from overflow.</summary>
    internal const int LargestDimension = 1 << 24;

    /// <summary>More layers than any model has, few enough to list their tensors.</summary>
    private const int MaxLayers = 4096;

    /// <summary>A number of things or a width, which must be there.</summary>
    internal static int Dimension(this JsonField config, string field) =>
        config.Get(field).Integer(1, LargestDimension);

    /// <summary>The number of layers, which must be there.</summary>
    internal static int Layers(this JsonField config, string field) => config.Get(field).Integer(1, MaxLayers);

    /// <summary>A flag, or what its absence means.</summary>
    internal static bool Flag(this JsonField config, string field, bool otherwise) =>
        config.Find(field)?.Flag() ?? otherwise;

    /// <summary>Whether a field is there and says null, which is not what its absence means to every family.</summary>
    internal static bool IsNull(this JsonField config, string field) =>
        config.Value.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.Null;

    /// <summary>A positive number; null where the field says so, and what its absence means.</summary>
    internal static double? PositiveOrNull(this JsonField config, string field, double? otherwise) =>
        config.IsNull(field) ? null : config.Find(field)?.Number(1e-6, 1e9) ?? otherwise;

    /// <summary>The ε of a norm, or what its absence means.</summary>
    internal static double Epsilon(this JsonField config, string field, double otherwise) =>
        config.Find(field)?.Number(1e-30, 1) ?? otherwise;

    /// <summary>
    /// The first name is what the family has where the field is missing; the others mean the same function.
    /// </summary>
    internal static void RequireActivation(this JsonField config, string field, params string[] names)
    {
        if (config.Find(field) is { } activation && !names.Contains(activation.Text()))
            throw activation.Bad($"is {activation.Shown}, expected {names[0]}");
    }
}
