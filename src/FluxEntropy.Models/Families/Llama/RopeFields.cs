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

    internal static double Theta(JsonField root, double otherwise = DefaultTheta) =>
        (Parameters(root)?.Find("rope_theta") ?? root.Find("rope_theta"))?.Number(1, LargestTheta) ?? otherwise;

    /// <summary>The share of a head that is turned; a whole number of pairs of its numbers.</summary>
    internal static double Share(JsonField root, string field, double otherwise, int headSize)
    {
        var given = Parameters(root)?.Find("partial_rotary_factor") ?? root.Find(field);
        var share = given?.Number(0, 1) ?? otherwise;
        var turned = (int)(headSize * share);
        return turned >= 2 && turned % 2 == 0
            ? share
            : throw (given ?? root).Bad(
                $"turns {turned} of the {headSize} numbers of a head; expected an even number from 2"
            );
    }

    /// <summary>Refuses heads of which rotary positions turn a part.</summary>
    internal static void RequireWholeHeads(JsonField root)
    {
        RequireWhole(root);
        if (Parameters(root) is { } parameters)
            RequireWhole(parameters);
    }

    /// <summary>None, or of type linear, dynamic, llama3 or yarn.</summary>
    /// <param name="root">config.json.</param>
    /// <param name="context">Longest input, in tokens.</param>
    internal static RopeScaling? Scaling(JsonField root, int context)
    {
        if (Parameters(root) is not { } parameters)
            return null;
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
            "linear" => new LinearRopeScaling(Factor(parameters)),
            // Stretches by the length of an input, from the first that is longer than the context on: no window is.
            "dynamic" when Factor(parameters) >= 1 => null,
            "llama3" => Llama3(parameters),
            "yarn" => Yarn(parameters, context),
            null => throw parameters.Bad($"has no rope_type, expected {Known}"),
            _ => throw type.Value.Bad($"is {type.Value.Shown}, expected {Known}"),
        };
    }

    private const string Known = "default, linear, dynamic, llama3 or yarn";

    private static double Factor(JsonField parameters) => parameters.Get("factor").Number(1, most: 1e9);

    private static YarnRopeScaling Yarn(JsonField parameters, int context)
    {
        double? Value(string name) => parameters.Find(name)?.Number(1e-9, 1e9);
        var factor = Factor(parameters);
        var attention = Value("attention_factor")
            ?? (
                Value("mscale") is { } scale && Value("mscale_all_dim") is { } all
                    ? Magnitude(factor, scale) / Magnitude(factor, all)
                    : Magnitude(factor, 1)
            );
        return new YarnRopeScaling(
            factor,
            Value("original_max_position_embeddings") ?? context,
            Value("beta_fast") ?? 32,
            Value("beta_slow") ?? 1,
            attention,
            parameters.Flag("truncate", otherwise: true)
        );
    }

    /// <summary>How much larger queries and keys are made where wavelengths are stretched.</summary>
    private static double Magnitude(double factor, double scale) =>
        factor <= 1 ? 1 : 0.1 * scale * Math.Log(factor) + 1;

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

    private static void RequireWhole(JsonField fields)
    {
        if (fields.Find("partial_rotary_factor") is { } factor && factor.Number(0, 1) != 1)
            throw factor.Bad($"is {factor.Shown}, expected 1: partly rotated heads are not supported");
    }
}
