using System.CommandLine;
using FluxEntropy.Benchmarks.Start;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Benchmarks;

internal sealed class BenchStartVerb : Verb
{
    private readonly Option<int[]> _documents = new("--documents")
    {
        Description = "Sizes of the folders to start over",
        HelpName = "LIST",
        DefaultValueFactory = _ => [100_000, 1_000_000],
        CustomParser = result =>
        {
            var sizes = new List<int>();
            foreach (var part in result.Tokens[0].Value.Split(','))
            {
                if (int.TryParse(part, out var size) && size >= 1000)
                    sizes.Add(size);
                else
                    result.AddError(
                        $"--documents: '{part}' is not a number from 1000; expected a list such as 100000,1000000"
                    );
            }
            return [.. sizes];
        },
    };

    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = "Starts over each folder",
        HelpName = "N",
        DefaultValueFactory = _ => 3,
    };

    public BenchStartVerb()
        : base("start", "Measure how soon a server serves a full folder, and in how much memory")
    {
        _rounds.Validators.Add(OptionParsers.AtLeast(1, "round"));
        Take(_documents, _rounds, SharedOptions.Json);
        Examples = [new("bench start", "some minutes, 3 GB of temporary files: 100,000 and 1,000,000 documents")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var report = await BenchFolder.UseAsync(folder =>
            new StartBench(arguments.GetRequiredValue(_documents), arguments.GetValue(_rounds), terminal.Say).RunAsync(
                folder,
                cancellationToken
            )
        );

        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(report);
        else
            Write(terminal, report);
        return 0;
    }

    private static void Write(Terminal terminal, StartBenchReport report) =>
        Facts.Write(
            terminal.Data,
            $"From the start of a process to its first answers, median of {report.Rounds} (least to most)",
            [
                .. report.Sizes.Select(size =>
                    (
                        Units.Count(size.Documents, "document"),
                        $"{size.ServingSeconds.Median:0.00} s ({size.ServingSeconds.Min:0.00} to "
                            + $"{size.ServingSeconds.Max:0.00}), {size.ResidentBytes.Median / 1e6:N0} MB "
                            + $"resident, {size.ManagedBytes.Median / 1e6:N0} MB of objects"
                    )
                ),
                ("ratio of memory", $"{report.ResidentRatio:0.00} resident, {report.ManagedRatio:0.00} of objects"),
            ]
        );
}
