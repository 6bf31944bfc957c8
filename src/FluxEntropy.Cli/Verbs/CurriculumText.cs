using System.Globalization;
using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Verbs;

/// <summary>Curricula as people read them.</summary>
internal static class CurriculumText
{
    /// <summary>One line: <c>sequential over 6 bins (equal in tokens, shuffled)</c>.</summary>
    public static string Of(CurriculumSpec spec)
    {
        var schedule = spec.ScheduleCase switch
        {
            CurriculumSpec.ScheduleOneofCase.Manual => $"manual {List(spec.Manual.Weights)}",
            CurriculumSpec.ScheduleOneofCase.KeyFrames => "key frames " + string.Join(' ', spec.KeyFrames.Frames.Select(frame => $"{Number(frame.At)}:{List(frame.Weights)}")),
            CurriculumSpec.ScheduleOneofCase.None => "none",
            var simple => simple.ToString().ToLowerInvariant(),
        };
        var mass = spec.Mass == CurriculumSpec.Types.Mass.Documents ? "documents" : "tokens";
        var order = spec.Order is CurriculumSpec.Types.Order.Unspecified ? "shuffled" : spec.Order.ToString().ToLowerInvariant();
        return $"{schedule} over {Units.Count(spec.Bins, "bin")} (equal in {mass}, {order})";
    }

    /// <summary>A bar for each bin, lowest first.</summary>
    public static void WriteShares(IAnsiConsole console, IReadOnlyList<double> shares, int columns = 40) =>
        Bars.Write(console, [.. shares.Select((share, bin) => new Bar($"bin {bin + 1}", share, Units.Percent(share)))], columns);

    private static string List(IEnumerable<double> weights) => string.Join(',', weights.Select(Number));

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
