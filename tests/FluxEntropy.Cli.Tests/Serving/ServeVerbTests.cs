namespace FluxEntropy.Cli.Tests.Serving;

/// <summary>A server beside one that runs: what is in use, taken or out of reach is said in one line.</summary>
public sealed class ServeVerbTests(RunningServer running) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Health_is_an_exit_code()
    {
        await using var well = await FluxProcess.RunAsync("health", "--server", running.Url);
        await using var nowhere = await FluxProcess.RunAsync("health", "--server", "http://127.0.0.1:1");

        Assert.Equal((0, "serving\n", ""), (well.ExitCode, well.Output, well.Errors));
        AssertRefused(nowhere, "cannot reach http://127.0.0.1:1");
    }

    [Fact]
    public async Task Data_folder_in_use_is_one_clear_line()
    {
        await using var second = await FluxProcess.RunAsync(
            "serve",
            "--data",
            running.Data,
            "--listen",
            "http://127.0.0.1:0"
        );

        AssertRefused(second, "is served already, by process ");
    }

    [Fact]
    public async Task Taken_port_is_one_clear_line()
    {
        using var folder = new TemporaryFolder();

        await using var second = await FluxProcess.RunAsync("serve", "--data", folder["data"], "--listen", running.Url);

        AssertRefused(second, "is taken by another program");
    }

    [Fact]
    public async Task Data_folder_that_cannot_be_written_is_one_clear_line()
    {
        // Not even root can make a folder below a file.
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", "");

        await using var flux = await FluxProcess.RunAsync(
            "serve",
            "--data",
            Path.Combine(file, "data"),
            "--listen",
            "http://127.0.0.1:0"
        );

        AssertRefused(flux, "cannot be used");
    }

    private static void AssertRefused(FluxProcess flux, string message)
    {
        Assert.Equal((1, ""), (flux.ExitCode, flux.Output));
        Assert.Contains(
            message,
            Assert.Single(flux.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
    }
}
