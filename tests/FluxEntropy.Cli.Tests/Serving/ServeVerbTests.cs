using System.Net;
using System.Net.Sockets;

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

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    public async Task Port_of_another_server_is_refused_with_the_folder_that_it_serves(string host)
    {
        using var folder = new TemporaryFolder();
        var listen = running.Url.Replace("127.0.0.1", host, StringComparison.Ordinal);

        await using var second = await FluxProcess.RunAsync("serve", "--data", folder["data"], "--listen", listen);

        AssertRefused(
            second,
            $"{listen} is taken by the flux server that serves {running.Data} (process {running.ProcessId}). "
                + $"Use it with --server {running.Url}, stop it, or choose"
        );
    }

    [Fact]
    public async Task Port_of_another_program_is_one_clear_line()
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        _ = HangUpAsync(other);

        await using var second = await FluxProcess.RunAsync(
            "serve",
            "--data",
            folder["data"],
            "--listen",
            $"http://{other.LocalEndpoint}"
        );

        AssertRefused(second, $"http://{other.LocalEndpoint} is taken by another program");
    }

    private static async Task HangUpAsync(TcpListener listener)
    {
        while (true)
            (await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken)).Dispose();
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
