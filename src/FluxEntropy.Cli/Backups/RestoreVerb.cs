using System.CommandLine;
using System.Diagnostics;
using FluxEntropy.Backups;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Backups;

internal sealed class RestoreVerb : Verb
{
    private readonly Argument<string> _backup = new("backup")
    {
        Description = "A backup, or a folder of backups, of which the newest is taken",
    };

    private readonly Argument<string> _data = new("data")
    {
        Description = "The new data folder: one that is empty, or does not exist yet",
    };

    public RestoreVerb()
        : base("restore", "Make a data folder of a backup")
    {
        Take(_backup, _data, SharedOptions.Json);
        Examples = [new("restore backups restored", "the newest backup; every file is compared with its checksum")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var clock = Stopwatch.StartNew();
        var backup = BackupRepository.Find(arguments.GetRequiredValue(_backup));
        var data = Path.GetFullPath(arguments.GetRequiredValue(_data));
        BackupManifest manifest;
        await using (new Meter(terminal, "Restoring", () => new(0, null, Units.Duration(clock.Elapsed))))
            manifest = await Restoration.RunAsync(backup, data, cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(BackupText.Json(data, backup, manifest));
        else
            BackupText.Write(terminal, data, backup, manifest, clock.Elapsed);
        return 0;
    }
}
