using System.CommandLine;
using System.Diagnostics;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Verification;

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

    public VerifyVerb()
        : base("verify", "Check a stopped data folder: nothing lost, nothing twice, every plan replayed")
    {
        Take(_data, _expect, _complete, SharedOptions.Json);
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
                cancellationToken
            );
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(VerificationText.Json(report));
        else
            VerificationText.Write(terminal, report, expected is not null, clock.Elapsed);
        return report.IsSound ? 0 : 1;
    }
}
