using System.Text.Json;
using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Tests.Backups;

public sealed class BackupVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("data")]
    [InlineData("data/backups")]
    public async Task A_folder_in_the_data_folder_is_refused(string backups)
    {
        await ServeOnceAsync();
        var flux = await Flux.RunAsync("backup", Data, _folder[backups]);
        Assert.Equal(Failures.WrongUsage, flux.ExitCode);
        Assert.Contains("is in the data folder", flux.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["data/backups"]));
    }

    [Fact]
    public async Task What_is_no_data_folder_leaves_no_backup()
    {
        Directory.CreateDirectory(Data);
        var flux = await Flux.RunAsync("backup", Data, _folder["backups"]);
        Assert.Equal(1, flux.ExitCode);
        Assert.Contains("is not a data folder", flux.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_folder["backups"]));
    }

    [Fact]
    public async Task An_unsound_backup_is_told_and_not_kept_unless_it_is_not_checked()
    {
        await ServeOnceAsync();
        Directory.CreateDirectory(Path.Join(Data, "names", "corpora"));
        _folder.Write("data/names/corpora/damaged.json", "{}");

        var flux = await Flux.RunAsync("backup", Data, _folder["backups"], "--json");
        Assert.Equal(1, flux.ExitCode);
        var printed = JsonDocument.Parse(flux.Output).RootElement;
        Assert.Equal(JsonValueKind.Null, printed.GetProperty("backup").ValueKind);
        Assert.False(printed.GetProperty("verification").GetProperty("sound").GetBoolean());
        Assert.Empty(Directory.GetDirectories(_folder["backups"]));

        flux = await Flux.RunAsync("backup", Data, _folder["backups"], "--no-verify");
        Assert.Equal(0, flux.ExitCode);
        Assert.Single(Directory.GetDirectories(_folder["backups"]));
        Assert.Contains("flux verify", flux.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_backup_is_restored_and_says_where_it_is_served_from()
    {
        await ServeOnceAsync();
        Assert.Equal(0, (await Flux.RunAsync("backup", Data, _folder["backups"])).ExitCode);
        Assert.Equal(0, (await Flux.RunAsync("backup", Data, _folder["backups"])).ExitCode);
        var newest = Directory.GetDirectories(_folder["backups"]).Order(StringComparer.Ordinal).Last();

        var flux = await Flux.RunAsync("restore", _folder["backups"], _folder["restored"], "--json");
        Assert.Equal(0, flux.ExitCode);
        var printed = JsonDocument.Parse(flux.Output).RootElement;
        Assert.Equal(newest, printed.GetProperty("backup").GetString());
        Assert.Equal(0, (await Flux.RunAsync("verify", "--data", _folder["restored"])).ExitCode);

        flux = await Flux.RunAsync("restore", newest, _folder["restored"]);
        Assert.Equal(1, flux.ExitCode);
        Assert.Contains("is not empty", flux.Errors, StringComparison.Ordinal);
    }

    private async Task ServeOnceAsync()
    {
        await using var server = await FluxServerProcess.StartAsync(Data, devices: "none");
        await server.StopAsync();
    }
}
