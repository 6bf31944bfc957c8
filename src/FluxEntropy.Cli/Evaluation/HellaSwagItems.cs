using FluxEntropy.Analysis.Evaluation;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Evaluation;

/// <summary>Reads items of HellaSwag from lines of JSON; a line that is none is set aside with a warning.</summary>
internal static class HellaSwagItems
{
    /// <summary>Warnings of one kind that are printed one by one; of more, only their number is.</summary>
    public const int MaxListed = 5;

    /// <exception cref="CommandFailedException">The file holds no item.</exception>
    public static List<HellaSwagItem> Read(string path, int? limit, Terminal terminal)
    {
        var (items, number, faults) = (new List<HellaSwagItem>(), 0, 0);
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (items.Count == limit)
                break;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                items.Add(HellaSwagItem.Parse(line, number));
            }
            catch (FormatException fault)
            {
                if (faults++ < MaxListed)
                    terminal.Warn($"{path}, line {number:N0}, was set aside: {fault.Message}");
            }
        }
        if (faults > MaxListed)
            terminal.Warn($"{Units.Count(faults, "line")} of {path} were set aside in all.");
        return items.Count > 0
            ? items
            : throw new CommandFailedException(
                $"{path} holds no item of HellaSwag: "
                    + "lines of JSON with activity_label, ctx, label and endings were expected."
            );
    }
}
