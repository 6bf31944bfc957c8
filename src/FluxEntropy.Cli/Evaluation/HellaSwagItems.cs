using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using FluxEntropy.Analysis.Evaluation;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Sources;
using FluxEntropy.Sources.Files;

namespace FluxEntropy.Cli.Evaluation;

/// <summary>
/// Reads items of HellaSwag from lines of JSON, or from Parquet as the Hub has it; a line or row that is none is set
/// aside with a warning.
/// </summary>
internal static class HellaSwagItems
{
    /// <summary>Warnings of one kind that are printed one by one; of more, only their number is.</summary>
    public const int MaxListed = 5;

    /// <exception cref="CommandFailedException">The file holds no item.</exception>
    public static async Task<List<HellaSwagItem>> ReadAsync(
        string path,
        int? limit,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var isTable = FileNames.Extension(path) == ".parquet";
        var (items, faults) = (new List<HellaSwagItem>(), 0);
        await foreach (var (number, json, fault) in isTable ? Rows(path, cancellationToken) : Lines(path))
        {
            if (items.Count == limit)
                break;
            try
            {
                items.Add(HellaSwagItem.Parse(json ?? throw new FormatException(fault), number));
            }
            catch (FormatException refused)
            {
                if (faults++ < MaxListed)
                    terminal.Warn(
                        $"{path}, {(isTable ? "row" : "line")} {number:N0}, was set aside: {refused.Message}"
                    );
            }
        }
        if (faults > MaxListed)
            terminal.Warn($"{Units.Count(faults, isTable ? "row" : "line")} of {path} were set aside in all.");
        return items.Count > 0
            ? items
            : throw new CommandFailedException(
                $"{path} holds no item of HellaSwag: "
                    + (isTable ? "columns" : "lines of JSON with")
                    + " activity_label, ctx, label and endings were expected."
            );
    }

    private static async IAsyncEnumerable<(int Number, string? Json, string? Fault)> Lines(string path)
    {
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                yield return (number, line, null);
        }
    }

    private static async IAsyncEnumerable<(int Number, string? Json, string? Fault)> Rows(
        string path,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var options = new SourceOptions { TextField = null, Lists = true };
        await foreach (var item in SourceSet.Open([path]).ReadAsync(options, cancellationToken))
        {
            if (item is SourceRejection rejected)
                yield return ((int)rejected.Line, null, rejected.Reason);
            else if (item is SourceDocument row)
                yield return ((int)row.Line, Json(row.Metadata), null);
        }
    }

    // A row in the form of a line: its number is one, its endings are a list, the rest is text.
    private static string Json(IReadOnlyDictionary<string, string> row)
    {
        var item = new JsonObject();
        foreach (var (name, value) in row)
            item[name] =
                name == "endings" ? JsonNode.Parse(value)
                : name is "ind" or "index" && int.TryParse(value, CultureInfo.InvariantCulture, out var index) ? index
                : value;
        return item.ToJsonString();
    }
}
