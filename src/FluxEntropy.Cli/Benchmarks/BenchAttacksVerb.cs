using System.CommandLine;
using FluxEntropy.Benchmarks.Attacks;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Benchmarks;

internal sealed class BenchAttacksVerb : Verb
{
    private static readonly AttackBenchOptions Defaults = new();

    private readonly Option<string> _only = new("--only")
    {
        Description = "Only the attacks whose description has this text",
        HelpName = "TEXT",
    };

    private readonly Option<string> _attack = new("--attack") { Hidden = true };
    private readonly Option<Uri?> _server = new("--server") { Hidden = true, CustomParser = OptionParsers.Address };

    private readonly Option<int> _seconds = new("--seconds")
    {
        Description = "Seconds that the client is measured, before each attack and during it",
        HelpName = "N",
        DefaultValueFactory = _ => (int)Defaults.Window.TotalSeconds,
    };

    public BenchAttacksVerb()
        : base("attacks", "Measure how long a client waits while others attack the server, and the memory they take")
    {
        _seconds.Validators.Add(OptionParsers.AtLeast(1, "second"));
        Take(_only, _seconds, SharedOptions.Json, _attack, _server);
        Examples =
        [
            new("bench attacks", "about twelve minutes: every attack, on a server of its own"),
            new("bench attacks --only queries", "one of them"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        if (arguments.GetValue(_attack) is { } attack)
        {
            await AttackBench.AttackAsync(attack, arguments.GetValue(_server)!, terminal.Say, cancellationToken);
            return 0;
        }
        var options = Defaults with
        {
            Only = arguments.GetValue(_only) ?? "",
            Window = TimeSpan.FromSeconds(arguments.GetValue(_seconds)),
        };
        var report = await BenchFolder.UseAsync(folder =>
            new AttackBench(options, terminal.Say).RunAsync(folder, cancellationToken)
        );
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(report);
        else
            foreach (var figures in report.Attacks)
                Facts.Write(terminal.Data, figures.Attack, FactsOf(figures));
        return 0;
    }

    private static IReadOnlyList<(string, string)> FactsOf(AttackFigures attack) =>
        [
            (
                "p99 of a client",
                $"{attack.Undisturbed.P99:0.0} ms undisturbed, {attack.Attacked.P99:0.0} ms under attack "
                    + $"({attack.Ratio:0.0} times as long)"
            ),
            (
                "its calls under attack",
                $"{attack.Calls:N0}, {attack.Failed:N0} of them failed, the longest {attack.Attacked.Max:N0} ms"
            ),
            (
                "memory",
                $"{Units.Bytes(attack.BytesBefore)} before, {Units.Bytes(attack.PeakBytes)} at most, "
                    + $"{Units.Bytes(attack.BytesAfter)} after a rest"
            ),
        ];
}
