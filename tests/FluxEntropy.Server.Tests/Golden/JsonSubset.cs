using System.Text.Json;
using System.Text.Json.Nodes;
using FluxEntropy.Curricula;

namespace FluxEntropy.Server.Tests.Golden;

/// <summary>
/// Compares answers: a later version may say more, so members that were not expected are passed over; what is scored anew on
/// another processor may differ in the last digits.
/// </summary>
internal static class JsonSubset
{
    private const double RelativeError = 1e-4;
    private const int Shown = 20;

    public static void Assert(string what, JsonNode expected, JsonNode actual)
    {
        var differences = Differences(what, expected, actual).Take(Shown).ToList();
        Xunit.Assert.True(
            differences.Count == 0,
            $"not what the version that made the folder answered:\n{string.Join('\n', differences)}"
        );
    }

    private static IEnumerable<string> Differences(string path, JsonNode? expected, JsonNode? actual) =>
        (expected, actual) switch
        {
            (JsonObject one, JsonObject other) => one.Where(member =>
                    member.Key != "schedule" || Schedule(one) != Schedule(other)
                )
                .SelectMany(member => Differences($"{path} / {member.Key}", member.Value, other[member.Key])),
            (JsonArray one, JsonArray other) when one.Count == other.Count => one.SelectMany(
                (item, i) => Differences($"{path} [{i}]", item, other[i])
            ),
            _ when AreEqual(expected, actual) => [],
            _ => [$"{path}: expected {Text(expected)}, found {Text(actual)}"],
        };

    /// <summary>The schedule of a curriculum, as this version writes it: another may leave out what is the default.</summary>
    private static string Schedule(JsonObject curriculum) =>
        CurriculumJson.OneLine(CurriculumJson.ReadAny((string)curriculum["schedule"]!).Schedule);

    private static bool AreEqual(JsonNode? expected, JsonNode? actual) =>
        JsonNode.DeepEquals(expected, actual)
        || (
            expected?.GetValueKind() == JsonValueKind.Number
            && actual?.GetValueKind() == JsonValueKind.Number
            && ((double)expected, (double)actual) is var (one, other)
            && Math.Abs(one - other) <= RelativeError * Math.Max(Math.Abs(one), Math.Abs(other))
        );

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "nothing";
}
