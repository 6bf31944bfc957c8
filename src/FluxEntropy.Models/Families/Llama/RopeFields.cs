using System.Text.Json;
using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Llama;

/// <summary>
/// The rotary positions of config.json: base and scaling stand in rope_theta and rope_scaling, or, as newer files have
/// it,
/// together in rope_parameters.
/// </summary>
internal static class RopeFields
{
    /// <summary>The base where config.json names none.</summary>
    internal const double DefaultTheta = 10_000;

    private const double LargestTheta = 1e15;

    internal static double Theta(JsonField root) =>
        (Parameters(root)?.Find("rope_theta") ?? root.Find("rope_theta"))?.Number(1, LargestTheta) ?? DefaultTheta;

    /// <summary>None, or of type llama3.</summary>
    internal static Llama3RopeScaling? Scaling(JsonField root)
    {
        RequireWholeHeads(root);
        if (Parameters(root) is not { } parameters)
            return null;
        RequireWholeHeads(parameters);
        if (
            parameters.Members().FirstOrDefault(member => member.Field.Value.ValueKind is JsonValueKind.Object) is
            { Name: not null } nested
        )
            throw nested.Field.Bad("is an object; rotary positions that differ between layers are not supported");
        var type = parameters.Find("rope_type") ?? parameters.Find("type");
        return type?.Text() switch
        {
            "default" => null,
            null when parameters.Path == "rope_parameters" => null,
            "llama3" => Llama3(parameters),
            null => throw parameters.Bad("has no rope_type, expected default or llama3"),
            _ => throw type.Value.Bad($"is {type.Value.Shown}, expected default or llama3"),
        };
    }

    private static Llama3RopeScaling Llama3(JsonField parameters)
    {
        double Value(string name, double least) => parameters.Get(name).Number(least, most: 1e9);
        var scaling = new Llama3RopeScaling(
            Value("factor", 1),
            Value("low_freq_factor", 1e-9),
            Value("high_freq_factor", 1e-9),
            Value("original_max_position_embeddings", 1)
        );
        return scaling.HighFrequencyFactor > scaling.LowFrequencyFactor
            ? scaling
            : throw parameters
                .Get("high_freq_factor")
                .Bad(
                    $"is {scaling.HighFrequencyFactor}, expected more than low_freq_factor {scaling.LowFrequencyFactor}"
                );
    }

    private static JsonField? Parameters(JsonField root) => root.Find("rope_scaling") ?? root.Find("rope_parameters");

    private static void RequireWholeHeads(JsonField fields)
    {
        if (fields.Find("partial_rotary_factor") is { } factor && factor.Number(0, 1) != 1)
            throw factor.Bad($"is {factor.Shown}, expected 1: partly rotated heads are not supported");
    }
}
