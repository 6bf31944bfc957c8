using System.CommandLine;
using FluxEntropy.Benchmarks.Pages;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Benchmarks;

internal sealed class BenchAllVerb : Verb
{
    private static readonly string[] Names = [.. BenchmarkPage.Sections.Select(section => section.Name)];

    private readonly Option<string> _page = new("--page")
    {
        Description = "Markdown page whose figures are rewritten",
        HelpName = "FILE",
        DefaultValueFactory = _ => Path.Combine("docs", "benchmarks.md"),
    };
    private readonly Option<string> _results = new("--results")
    {
        Description = "Folder of the measurements, a JSON file each; benchmarks that are not run keep theirs",
        HelpName = "DIR",
        DefaultValueFactory = _ => Path.Combine("docs", "measurements"),
    };
    private readonly Option<string[]> _only = new("--only")
    {
        Description = $"Run these alone, of {string.Join(", ", Names)} [all]",
        HelpName = "LIST",
        CustomParser = result => result.Tokens[0].Value.Split(',', StringSplitOptions.RemoveEmptyEntries),
    };

    public BenchAllVerb()
        : base(
            "all",
            "Run the benchmarks one after another, each in a process of its own, and rewrite a page of figures"
        )
    {
        _only.Validators.Add(
            OptionParsers.Validator<string[]>(
                (result, asked) =>
                {
                    foreach (var name in asked?.Except(Names) ?? [])
                        result.AddError(
                            $"--only: there is no benchmark '{name}'; there are {string.Join(", ", Names)}"
                        );
                }
            )
        );
        Take(_page, _results, _only);
        Examples =
        [
            new("bench all", "about two hours on an idle machine, 3 GB of temporary files; needs redis-server"),
            new("bench all --only verify,provenance", "measure two again, and keep the other figures"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var page = arguments.GetRequiredValue(_page);
        var results = new MeasurementFolder(arguments.GetRequiredValue(_results));
        var only = arguments.GetValue(_only) ?? Names;
        BenchmarkPage.Rewrite(await File.ReadAllTextAsync(page, cancellationToken), results); // fails before hours of measuring
        await BenchmarkPage.MeasureAsync(
            [.. BenchmarkPage.Sections.Where(section => only.Contains(section.Name))],
            results,
            terminal.Say,
            cancellationToken
        );
        var rewritten = BenchmarkPage.Rewrite(await File.ReadAllTextAsync(page, cancellationToken), results);
        await File.WriteAllTextAsync(page, rewritten, cancellationToken);
        terminal.Say($"Wrote the figures into {page}.");
        return 0;
    }
}
