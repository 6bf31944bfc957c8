using FluxEntropy.Backups;
using FluxEntropy.Cli.Output;
using FluxEntropy.Cli.Verification;
using FluxEntropy.Verification;

namespace FluxEntropy.Cli.Backups;

/// <summary>What a backup holds and whether it is sound, for people and for scripts.</summary>
internal static class BackupText
{
    /// <param name="backup">Its path; null where it was not sound, and so not kept.</param>
    /// <param name="manifest">What it holds.</param>
    /// <param name="tally">How that came into it.</param>
    /// <param name="report">What was found wrong with it; null where nobody looked.</param>
    public static object Json(string? backup, BackupManifest manifest, BackupTally tally, VerificationReport? report) =>
        new
        {
            backup,
            manifest.Created,
            manifest.Source,
            files = manifest.Files.Count,
            manifest.Bytes,
            tally.CopiedFiles,
            tally.CopiedBytes,
            tally.LinkedFiles,
            tally.LinkedBytes,
            verification = report is null ? null : VerificationText.Json(report),
        };

    public static void Write(
        Terminal terminal,
        string? backup,
        BackupTally tally,
        VerificationReport? report,
        TimeSpan elapsed
    )
    {
        Facts.Write(
            terminal.Data,
            $"{(backup is null ? "No backup, after" : "Backed up in")} {Units.Duration(elapsed)}",
            [
                ("backup", backup ?? "what was copied is not sound, and was removed again; --no-verify keeps it"),
                ("copied", $"{Units.Count(tally.CopiedFiles, "file")}, {Units.Bytes(tally.CopiedBytes)}"),
                ("linked", $"{Units.Count(tally.LinkedFiles, "file")}, {Units.Bytes(tally.LinkedBytes)}"),
                (
                    "verified",
                    report is null ? "no: check it with 'flux verify --data'"
                    : report.IsSound
                        ? $"sound: {Units.Count(report.Counts.Documents, "document")}, nothing lost or twice"
                    : Units.Count(report.ProblemsFound, "problem")
                ),
            ]
        );
        if (report is not null)
            VerificationText.WriteProblems(terminal, report);
    }

    public static object Json(string data, string backup, BackupManifest manifest) =>
        new
        {
            data,
            backup,
            manifest.Created,
            files = manifest.Files.Count,
            manifest.Bytes,
        };

    public static void Write(
        Terminal terminal,
        string data,
        string backup,
        BackupManifest manifest,
        TimeSpan elapsed
    ) =>
        Facts.Write(
            terminal.Data,
            $"Restored in {Units.Duration(elapsed)}",
            [
                ("data", data),
                ("backup", $"{backup}, begun {manifest.Created:yyyy-MM-dd HH:mm:ss} UTC"),
                (
                    "files",
                    $"{Units.Count(manifest.Files.Count, "file")}, {Units.Bytes(manifest.Bytes)}, all as they were written"
                ),
                ("next", $"flux serve --data {data}"),
            ]
        );
}
