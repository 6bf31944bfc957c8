using System.CommandLine;
using System.Diagnostics;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Cli.Serving;
using FluxEntropy.Server.Storage;
using FluxEntropy.Verification;
using StackExchange.Redis;

namespace FluxEntropy.Cli.Verification;

internal sealed class VerifyVerb : Verb
{
    private readonly Option<string> _data = new("--data")
    {
        Description = "Data folder whose server has stopped",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<string?> _expect = new("--expect")
    {
        Description =
            "What 'flux ingest' and 'flux delete' recorded with --acknowledged FILE: everything in it must be there, "
            + "and nothing that was deleted",
        HelpName = "FILE",
    };

    private readonly Option<bool> _complete = new("--complete")
    {
        Description =
            "With --expect: the file names everything that was ever sent, so that any other document is unexpected",
    };

    private readonly Option<bool> _withoutFences = new("--without-fences")
    {
        Description =
            "Take each log for whole as far as it can be read: for a copy without state.db, or a cluster whose Redis is gone. "
            + "A log that was cut off between two records is not noticed",
    };

    private readonly Option<ConfigurationOptions?> _store = new("--store")
    {
        Description = "Redis of the cluster that used the folder; without it the one that the folder names",
        HelpName = "redis:HOST:PORT",
        CustomParser = StoreOption.Parse,
    };

    public VerifyVerb()
        : base("verify", "Check a stopped data folder: nothing lost, nothing twice, every plan replayed")
    {
        Take(_data, _expect, _complete, _store, _withoutFences, SharedOptions.Json);
        Examples =
        [
            new("verify --data flux-data", "files against each other; exit code 1 and a list where something is wrong"),
            new("verify --data flux-data --expect acknowledged.jsonl", "also against what a client saw acknowledged"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var clock = Stopwatch.StartNew();
        var expected = arguments.GetValue(_expect);
        VerificationReport report;
        await using (new Meter(terminal, "Verifying", () => new(0, null, Units.Duration(clock.Elapsed))))
            report = await StoppedFolder.VerifyAsync(
                arguments.GetRequiredValue(_data),
                expected,
                arguments.GetValue(_complete),
                withFences: !arguments.GetValue(_withoutFences),
                arguments.GetValue(_store),
                cancellationToken
            );
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(VerificationText.Json(report));
        else
            VerificationText.Write(terminal, report, expected is not null, clock.Elapsed);
        return report.IsSound ? 0 : 1;
    }
}
