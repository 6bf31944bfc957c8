namespace FluxEntropy.Cli.Tests.Serving;

/// <summary>Data folders and stores that a server refuses: one line, exit code 1, and the folder is as it was.</summary>
public sealed class BadFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Data => _folder["data"];

    private string[] Serve => ["serve", "--data", Data, "--listen", "http://127.0.0.1:0", "--devices", "none"];

    [Fact]
    public async Task Folder_of_another_format_is_refused_with_both_versions()
    {
        await ServeOnceAsync();
        File.WriteAllText(Path.Join(Data, "format.json"), """{"Format":"fluxentropy-data","Version":7}""");
        var before = Files();

        foreach (
            var arguments in (string[][])[Serve, [.. Serve, "--store", "redis:127.0.0.1:1"], ["verify", "--data", Data]]
        )
        {
            await using var flux = await FluxProcess.RunAsync(arguments);
            AssertOneLine(
                flux,
                arguments.Contains("--store")
                    ? "Cannot use Redis"
                    : $"data folder '{Data}' has format version 7, and this program reads version 2: "
                        + "use the FluxEntropy that made it, or choose another folder with --data"
            );
        }

        Assert.Equal(before, Files());
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("verify")]
    public async Task Folder_whose_format_file_is_broken_is_refused(string verb)
    {
        await ServeOnceAsync();
        File.WriteAllText(Path.Join(Data, "format.json"), "{\"Format\":");
        var before = Files();

        await using var flux = await FluxProcess.RunAsync(verb == "serve" ? Serve : ["verify", "--data", Data]);

        AssertOneLine(flux, "format.json' is not the format file of a data folder");
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task What_is_no_data_folder_cannot_be_verified()
    {
        _folder.Write("notes.txt", "mine");

        foreach (var path in (string[])[_folder.Path, _folder["nowhere"], _folder["notes.txt"]])
        {
            await using var flux = await FluxProcess.RunAsync("verify", "--data", path);
            AssertOneLine(
                flux,
                $"'{path}' is not a data folder: it has no format.json. Name the folder that the server was given with --data"
            );
        }

        Assert.Equal(["notes.txt"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Mistyped_store_leaves_no_trace_in_the_folder()
    {
        await using var fresh = await FluxProcess.RunAsync([.. Serve, "--store", "redis:127.0.0.1:1"]);
        AssertOneLine(fresh, "Cannot use Redis at 127.0.0.1:1: it does not answer");
        Assert.False(Directory.Exists(Data));

        await ServeOnceAsync();
        var before = Files();
        await using var existing = await FluxProcess.RunAsync([.. Serve, "--store", "redis:127.0.0.1:1"]);
        AssertOneLine(existing, "Cannot use Redis at 127.0.0.1:1: it does not answer");
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task Second_server_on_a_folder_is_refused_and_the_first_goes_on()
    {
        await using var first = await FluxServerProcess.StartAsync(Data, devices: "none");
        await PipelineClient.CreateCorpusAsync(first.Channel);

        await using var second = await FluxProcess.RunAsync(Serve);
        await using var verify = await FluxProcess.RunAsync("verify", "--data", Data);

        var url = first.Address.OriginalString.TrimEnd('/');
        await using var same = await FluxProcess.RunAsync(
            "serve",
            "--data",
            Data,
            "--listen",
            url,
            "--devices",
            "none"
        );

        var inUse =
            $"data folder '{Data}' is served already, by process {first.Process.Id} at {url}: use that server with "
            + $"--server {url}, or stop it, or choose another folder with --data";
        AssertOneLine(second, inUse);
        AssertOneLine(same, inUse); // and not that another program has the port
        AssertOneLine(verify, inUse);
        await new PipelineClient(PipelineClient.Documents(20)).IngestAsync(first.Channel);
        await first.StopAsync();
        Assert.Equal(0, first.Process.ExitCode);
    }

    [Fact]
    public async Task Lost_state_beside_a_corpus_is_said()
    {
        await using (var server = await FluxServerProcess.StartAsync(Data, devices: "none"))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await server.StopAsync();
            Assert.DoesNotContain("is missing", server.Process.Errors, StringComparison.Ordinal);
        }
        foreach (var file in Directory.GetFiles(Data, "state.db*"))
            File.Delete(file);

        await using var again = await FluxServerProcess.StartAsync(Data, devices: "none");

        await again.Process.ErrorLineAsync("state.db' is missing");
        await again.StopAsync();
    }

    private async Task ServeOnceAsync()
    {
        await using var server = await FluxServerProcess.StartAsync(Data, devices: "none");
        await server.StopAsync();
    }

    private List<(string, long, DateTime)> Files() =>
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
