using System.Text.Json;
using System.Text.Json.Nodes;
using FluxEntropy.Codecs;
using FluxEntropy.Curricula;
using FluxEntropy.Sketches;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Services;

/// <summary>Curricula on their way between messages and the type that means them, for the server and its clients.</summary>
public static class CurriculumMessages
{
    /// <summary>A curriculum as a message.</summary>
    public static CurriculumSpec Of(Curricula.Curriculum curriculum) =>
        new()
        {
            Bins = (uint)curriculum.Bins,
            Schedule = CurriculumJson.OneLine(curriculum.Schedule),
            Order = (CurriculumSpec.Types.Order)((int)curriculum.Order + 1),
            Mass = (CurriculumSpec.Types.Mass)((int)curriculum.Mass + 1),
            Dry = (CurriculumSpec.Types.Dry)((int)curriculum.Dry + 1),
        };

    /// <summary>Reads and checks a message.</summary>
    /// <exception cref="FormatException">It is not a curriculum; the message names the field and what to do.</exception>
    public static Curricula.Curriculum Of(CurriculumSpec message)
    {
        if (message.Schedule.Length == 0)
            throw new FormatException("schedule: is required: a line such as sequential | warmup(0.4).");
        if (message.Bins > Curricula.Curriculum.MaxBins)
            throw new FormatException($"bins: {message.Bins} is outside 1 to {Curricula.Curriculum.MaxBins}.");
        var said = new JsonObject { ["schedule"] = Schedule(message.Schedule) };
        if (message.Bins > 0)
            said["bins"] = message.Bins;
        return Curricula.Curriculum.FromJson(said.ToJsonString()) with
        {
            Order = Said<BinOrder>("order", (int)message.Order),
            Mass = Said<Mass>("mass", (int)message.Mass),
            Dry = Said<DryBinPolicy>("dry", (int)message.Dry),
        };
    }

    // A protocol's enumeration is ours, after the value that says nothing.
    private static T Said<T>(string field, int value)
        where T : struct, Enum =>
        value >= 0 && value <= Enum.GetValues<T>().Length
            ? (T)Enum.ToObject(typeof(T), Math.Max(0, value - 1))
            : throw new FormatException($"{field}: {value} is not one of its values.");

    private static JsonNode? Schedule(string text)
    {
        try
        {
            return text.TrimStart().StartsWith('{') ? JsonNode.Parse(text) : text;
        }
        catch (JsonException broken)
        {
            throw new FormatException($"schedule: {JsonFault.Of(broken)}.", broken);
        }
    }
}
