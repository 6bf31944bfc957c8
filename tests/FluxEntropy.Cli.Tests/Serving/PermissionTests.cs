using System.Runtime.Versioning;

namespace FluxEntropy.Cli.Tests.Serving;

/// <summary>Files that the user may not read or write: one line that says what to do, and nothing is touched.</summary>
[SupportedOSPlatform("linux")]
public sealed class PermissionTests : IDisposable
{
    private const UnixFileMode Nothing = UnixFileMode.None;
    private const UnixFileMode ForEverybody =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    private readonly TemporaryFolder _folder = new();

    public PermissionTests() => File.SetUnixFileMode(_folder.Path, ForEverybody);

    public void Dispose() => _folder.Dispose();

    private string Data => _folder["data"];

    private string[] Serve => ["serve", "--data", Data, "--listen", "http://127.0.0.1:0", "--devices", "none"];

    [Fact]
    public async Task Data_folder_that_may_not_be_read_is_one_clear_line()
    {
        await MakeDataAsync();
        File.SetUnixFileMode(Data, Nothing);

        await using var serve = await FluxProcess.RunAsNobodyAsync(Serve);
        await using var verify = await FluxProcess.RunAsNobodyAsync("verify", "--data", Data);

        AssertOneLine(
            serve,
            $"data folder '{Data}' cannot be used: Access to the path '{Data}' is denied. Let user "
                + "'nobody' read and write it, or choose another with --data"
        );
        AssertOneLine(
            verify,
            $"data folder '{Data}' cannot be read: Access to the path '{Data}' is denied. Let user 'nobody' read it"
        );
    }

    [Fact]
    public async Task Data_folder_that_may_not_be_written_serves_nobody_and_can_be_verified()
    {
        await MakeDataAsync();
        var before = Snapshot();

        await using var serve = await FluxProcess.RunAsNobodyAsync(Serve);
        await using var verify = await FluxProcess.RunAsNobodyAsync("verify", "--data", Data);

        AssertOneLine(serve, $"data folder '{Data}' cannot be used: Access to the path ");
        AssertOneLine(serve, "is denied. Let user 'nobody' read and write it, or choose another with --data");
        Assert.True(verify.ExitCode == 0, verify.Errors);
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task Log_that_may_not_be_read_is_one_finding_of_a_verification()
    {
        await MakeDataAsync();
        var log = Directory.GetFiles(Data, "*.log", SearchOption.AllDirectories)[0];
        File.SetUnixFileMode(log, Nothing);

        await using var verify = await FluxProcess.RunAsNobodyAsync("verify", "--data", Data);

        Assert.Equal(1, verify.ExitCode);
        Assert.Contains(Path.GetFileName(log), verify.Output + verify.Errors, StringComparison.Ordinal);
        Assert.Contains("denied", verify.Output + verify.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", verify.Output + verify.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("config.json")]
    [InlineData("tokenizer.json")]
    public async Task Model_that_may_not_be_read_is_one_clear_line(string unreadable)
    {
        Directory.CreateDirectory(_folder["model"]);
        foreach (var name in new[] { "config.json", "model.safetensors", "tokenizer.json" })
            File.Copy(Path.Combine(FluxProcess.ShippedModel, name), Path.Combine(_folder["model"], name));
        var path = Path.Combine(_folder["model"], unreadable);
        File.SetUnixFileMode(path, Nothing);

        await using var score = await FluxProcess.RunAsNobodyAsync(
            "score",
            _folder.Write("a.txt", "text"),
            "--model",
            _folder["model"]
        );

        AssertOneLine(
            score,
            $"Access to the path '{path}' is denied: change its permissions, or run as a user who may"
        );
    }

    private async Task MakeDataAsync()
    {
        await using var server = await FluxServerProcess.StartAsync(Data, devices: "none");
        await PipelineClient.CreateCorpusAsync(server.Channel);
        await new PipelineClient(PipelineClient.Documents(40)).IngestAsync(server.Channel);
        await server.StopAsync();
        File.SetUnixFileMode(Data, ForEverybody); // a new one is its owner's alone
    }

    private List<(string, long, DateTime)> Snapshot() =>
        [
            .. new DirectoryInfo(Data)
                .EnumerateFiles("*", SearchOption.AllDirectories)
                .Select(file => (file.FullName, file.Length, file.LastWriteTimeUtc))
                .Order(),
        ];

    private static void AssertOneLine(FluxProcess flux, string message)
    {
        Assert.Equal((1, ""), (flux.ExitCode, flux.Output));
        var line = Assert.Single(flux.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(message, line, StringComparison.Ordinal);
    }
}
