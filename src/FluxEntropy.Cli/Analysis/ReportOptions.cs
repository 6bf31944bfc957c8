using System.CommandLine;
using FluxEntropy.Analysis.Reports;
using FluxEntropy.Analysis.Tables;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using Spectre.Console;

namespace FluxEntropy.Cli.Analysis;

/// <summary>What all analyses have in common: tables in, a folder out, the short answer on the terminal.</summary>
internal sealed class ReportOptions
{
    private const int MaxMissing = 10; // characters that are named
    private readonly Option<string> _output;

    public ReportOptions(string analysis) =>
        _output = new("--output")
        {
            Description = "Folder to write: index.html, results.json, pictures/ and tables/",
            HelpName = "DIR",
            DefaultValueFactory = _ => $"analysis-{analysis}",
        };

    public Symbol[] All => [_output, SharedOptions.Json];

    /// <summary>The names given, or null where none were.</summary>
    public static IReadOnlyList<string>? Chosen(ParseResult arguments, Option<string[]?> names) =>
        arguments.GetValue(names) is { Length: > 0 } chosen ? chosen : null;

    /// <summary>Reads tables, one after the other.</summary>
    public static async Task<IReadOnlyList<ScoreTable>> ReadAsync(
        IEnumerable<string> paths,
        CancellationToken cancellationToken
    )
    {
        var tables = new List<ScoreTable>();
        foreach (var path in paths)
            tables.Add(await TableFile.ReadAsync(path, cancellationToken));
        return tables;
    }

    /// <summary>Writes the folder, and prints the short answer.</summary>
    public int Finish(ParseResult arguments, Terminal terminal, Report report)
    {
        var folder = arguments.GetRequiredValue(_output);
        if (File.Exists(folder))
            throw new WrongUsageException($"--output {folder} is a file; name a folder");
        var missing = OutputFolder.Write(folder, partial => ReportFolder.Write(report, partial));
        if (!ReportFolder.CanWriteOnPictures)
            terminal.Warn(
                "This machine has no fonts: the pictures have no words. Install some, such as Debian's fonts-dejavu-core, and run it again."
            );
        else if (missing.Count > 0)
            terminal.Warn(
                $"No font of this machine has {Printable.Line(string.Join(' ', missing.Take(MaxMissing)))}"
                    + $"{(missing.Count > MaxMissing ? $" and {missing.Count - MaxMissing:N0} more characters" : "")}: "
                    + "boxes stand for them in the pictures. Install one that has, such as Debian's fonts-noto-cjk, "
                    + "fonts-noto-core or fonts-noto-color-emoji, and run it again."
            );
        foreach (var warning in report.Warnings)
            terminal.Warn($"Note: {warning.TrimEnd('.')}.");
        if (arguments.GetValue(SharedOptions.Json))
        {
            terminal.Output.WriteLine(ReportFolder.Json(report.Numbers));
            return 0;
        }
        terminal.Data.MarkupLine($"[bold]{Markup.Escape(Printable.Line(report.Title))}[/]");
        foreach (var answer in report.Answers)
            terminal.Data.WriteLine($"  {Printable.Line(answer)}");
        terminal.Say($"Everything, with pictures: {Path.Combine(folder, "index.html")}");
        return 0;
    }
}
