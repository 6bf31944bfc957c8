namespace FluxEntropy.Cli.Tests.CommandLine;

/// <summary>What SIGKILL leaves of an output is in nobody's way.</summary>
public sealed class KilledOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("score", "scores.csv")]
    [InlineData("score", "scores.parquet")]
    [InlineData("score", "scores.jsonl.gz")]
    public async Task File_of_a_killed_command_is_written_by_the_next_one(string verb, string output)
    {
        var partial = _folder[output + ".partial"];
        await KillAsync(() => File.Exists(partial), verb, "-", "--split", "lines", "--output", _folder[output]);
        Assert.True(File.Exists(partial));

        await using var next = await FluxProcess.RunAsync(
            verb,
            _folder.Write("a.txt", "Gets the value."),
            "--output",
            _folder[output]
        );

        Assert.True(next.ExitCode == 0, next.Errors);
        Assert.Equal(["a.txt", output], Names());
    }

    [Fact]
    public async Task Folder_of_a_killed_command_is_written_by_the_next_one()
    {
        var partial = _folder["model.partial"];
        await KillAsync(() => Directory.Exists(partial), "model", "train", "--output", _folder["model"]);
        Assert.True(Directory.Exists(partial));

        // Whichever command it is: learning a vocabulary again would take longer.
        await using var next = await FluxProcess.RunAsync(
            "analyze",
            "text",
            _folder.Write("a.txt", "Gets the value of the key."),
            "--output",
            _folder["model"]
        );

        Assert.True(next.ExitCode == 0, next.Errors);
        Assert.Equal(["a.txt", "model"], Names());
        Assert.Contains("index.html", Directory.GetFileSystemEntries(_folder["model"]).Select(Path.GetFileName));
    }

    private static async Task KillAsync(Func<bool> hasBegun, params string[] arguments)
    {
        await using var flux = FluxProcess.Start(arguments);
        while (!hasBegun())
        {
            Assert.False(flux.HasExited, flux.Errors);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        flux.Kill();
        await flux.ExitAsync();
        Assert.Equal(137, flux.ExitCode);
    }

    private IEnumerable<string?> Names() =>
        Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
