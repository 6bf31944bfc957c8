using System.Text.Json;

namespace FluxEntropy.Server.Tests.Backups;

/// <summary><c>flux backup</c> and <c>flux restore</c>, as an operator runs them.</summary>
internal static class BackupCommands
{
    /// <summary>Backs a folder up, and returns what was printed as JSON.</summary>
    public static async Task<JsonElement> BackUpAsync(string data, string backups, params string[] options)
    {
        await using var backup = await FluxProcess.RunAsync(["backup", data, backups, "--json", .. options]);
        return Printed(backup);
    }

    /// <summary>Restores a backup; the folder is not there yet.</summary>
    public static async Task RestoreAsync(string backup, string data)
    {
        await using var restore = await FluxProcess.RunAsync("restore", backup, data, "--json");
        Printed(restore);
    }

    public static JsonElement Printed(FluxProcess command)
    {
        Assert.True(command.ExitCode == 0, command.Output + command.Errors);
        return JsonDocument.Parse(command.Output).RootElement;
    }

    public static string PathOf(JsonElement backup) => backup.GetProperty("backup").GetString()!;
}
