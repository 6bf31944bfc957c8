using System.CommandLine;
using System.Diagnostics;
using FluxEntropy.Backups;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Cli.Serving;
using FluxEntropy.Server.Storage;
using FluxEntropy.Verification;
using StackExchange.Redis;

namespace FluxEntropy.Cli.Backups;

internal sealed class BackupVerb : Verb
{
    private readonly Argument<string> _data = new("data")
    {
        Description = "Data folder, whether or not a server is running on it",
    };

    private readonly Argument<string> _folder = new("folder")
    {
        Description = "Folder of backups, outside the data folder; each backup is a folder in it, named after the time",
    };

    private readonly Option<bool> _noVerify = new("--no-verify")
    {
        Description = "Keep the backup without checking it as 'flux verify' does",
    };

    private readonly Option<bool> _withoutFences = new("--without-fences")
    {
        Description =
            "Take each log as far as it can be read: for a folder without state.db, or a cluster whose Redis is gone",
    };

    private readonly Option<ConfigurationOptions?> _store = new("--store")
    {
        Description = "Redis of the cluster that uses the folder; without it the one that the folder names",
        HelpName = "redis:HOST:PORT",
        CustomParser = StoreOption.Parse,
    };

    public BackupVerb()
        : base("backup", "Back a data folder up while work on it goes on")
    {
        Take(_data, _folder, _noVerify, _store, _withoutFences, SharedOptions.Json);
        Examples =
        [
            new(
                "backup flux-data backups",
                "a new folder in backups, checked; what the one before has is linked, not copied"
            ),
            new("backup flux-data backups --no-verify --json", "sooner, for a script; 'flux verify' checks it later"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var (data, folder) = (arguments.GetRequiredValue(_data), arguments.GetRequiredValue(_folder));
        RefuseInside(data, folder);
        var clock = Stopwatch.StartNew();
        var created = TimeProvider.System.GetUtcNow();
        RemoveUnfinished(folder);
        using var partial = PartialFolder.Create(Path.Join(folder, BackupRepository.NameAt(created)));
        BackupManifest manifest;
        BackupTally tally;
        await using (new Meter(terminal, "Copying", () => new(0, null, Units.Duration(clock.Elapsed))))
            (manifest, tally) = await FolderBackup.WriteAsync(
                data,
                partial.Path,
                BackupRepository.Newest(folder),
                created,
                withFences: !arguments.GetValue(_withoutFences),
                arguments.GetValue(_store),
                cancellationToken
            );
        var report = await VerifyAsync(arguments, terminal, partial.Path, cancellationToken);
        var isKept = report is not { IsSound: false };
        if (isKept)
        {
            partial.Publish();
            BackupRepository.Sync(Path.GetFullPath(folder));
        }
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(BackupText.Json(isKept ? partial.Place : null, manifest, tally, report));
        else
            BackupText.Write(terminal, isKept ? partial.Place : null, tally, report, clock.Elapsed);
        return isKept ? 0 : 1;
    }

    private async Task<VerificationReport?> VerifyAsync(
        ParseResult arguments,
        Terminal terminal,
        string backup,
        CancellationToken cancellationToken
    )
    {
        if (arguments.GetValue(_noVerify))
            return null;
        var clock = Stopwatch.StartNew();
        await using (new Meter(terminal, "Verifying", () => new(0, null, Units.Duration(clock.Elapsed))))
            return await StoppedFolder.VerifyAsync(backup, cancellationToken: cancellationToken);
    }

    // A server would take a backup in its folder for its own files, and the next backup for files to back up.
    private static void RefuseInside(string data, string folder)
    {
        var relative = Path.GetRelativePath(data, folder);
        if (
            relative == "."
            || !(
                relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            )
        )
            throw new WrongUsageException(
                $"'{folder}' is in the data folder '{data}': name a folder outside it, best on another disk"
            );
    }

    // Of backups that were killed; one that is being written is left alone.
    private static void RemoveUnfinished(string folder)
    {
        foreach (var unfinished in BackupRepository.Unfinished(folder))
        {
            try
            {
                PartialFolder.Create(unfinished[..^BackupRepository.PartialSuffix.Length]).Dispose();
            }
            catch (IOException)
            {
                // Another command is writing it.
            }
        }
    }
}
