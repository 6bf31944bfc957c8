using System.Globalization;
using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Curricula;

/// <summary>Curricula as people read them.</summary>
internal static class CurriculumText
{
    /// <summary>One line: <c>sequential over 6 bins (equal in tokens, shuffled)</c>.</summary>
    public static string Of(CurriculumSpec spec)
    {
        var mass = spec.Mass == CurriculumSpec.Types.Mass.Documents ? "documents" : "tokens";
        var order =
            spec.Order is CurriculumSpec.Types.Order.Unspecified
                ? "shuffled"
                : spec.Order.ToString().ToLowerInvariant();
        var dry = spec.Dry switch
        {
            CurriculumSpec.Types.Dry.Neighbour => ", neighbour when dry",
            CurriculumSpec.Types.Dry.Stop => ", stop when dry",
            _ => "",
        };
        return $"{spec.Schedule} over {Units.Count(spec.Bins, "bin")} (equal in {mass}, {order}{dry})";
    }

    /// <summary>A sentence about versions that an update replaced before they held; empty where it replaced none.</summary>
    public static string Replaced(UpdateCurriculumResponse answer) =>
        answer.ReplacedVersions.Count switch
        {
            0 => "",
            1 =>
                $" It replaces version {answer.ReplacedVersions[0]}, which was set for a later step and will not hold.",
            _ =>
                $" It replaces versions {string.Join(", ", answer.ReplacedVersions)}, which were set for later steps and will not hold.",
        };

    /// <summary>A curriculum as JSON that <c>--curriculum FILE</c> reads.</summary>
    public static object? Json(CurriculumSpec? spec) =>
        spec is null
            ? null
            : new
            {
                spec.Bins,
                spec.Schedule,
                order = Word(spec.Order, "shuffled"),
                mass = Word(spec.Mass, "tokens"),
                dry = Word(spec.Dry, "repeat"),
            };

    /// <summary>A bar for each bin, lowest first.</summary>
    public static void WriteShares(IAnsiConsole console, IReadOnlyList<double> shares, int columns = 40) =>
        Bars.Write(
            console,
            [.. shares.Select((share, bin) => new Bar($"bin {bin + 1}", share, Units.Percent(share)))],
            columns
        );

    private static string Word<T>(T value, string unspecified)
        where T : struct, Enum =>
        Convert.ToInt32(value, CultureInfo.InvariantCulture) == 0 ? unspecified : value.ToString().ToLowerInvariant();
}
