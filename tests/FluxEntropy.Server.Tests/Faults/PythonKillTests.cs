using System.Net;
using System.Net.Sockets;
using FluxEntropy.Server.Tests.Pipeline;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Tests.Faults;

/// <summary>A consumer in Python behind a server that is killed again and again.</summary>
[Trait("Category", "faults")]
public class PythonKillTests
{
    private const int Steps = 500;
    private const int Kills = 20;

    [Fact]
    public async Task A_consumer_behind_a_server_that_is_killed_twenty_times_sees_each_step_once_and_the_same_bytes()
    {
        await PythonPackage.GenerateAsync();
        using var folder = new TemporaryFolder();
        string[] listen = ["--listen", $"http://127.0.0.1:{FreePort()}"];
        var server = await FluxServerProcess.StartAsync(folder["data"], fault: null, "cpu:2", listen);
        try
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await new PipelineClient(PipelineClient.Documents(200)).IngestAsync(server.Channel);
            await PipelineClient.ScoredAsync(server.Channel);
            await PipelineClient.CreateSessionAsync(server.Channel, Steps);
            var seen = await FollowAsync(server.Address, async line =>
            {
                if (line % (Steps / Kills) != Steps / Kills / 2)
                    return;
                server.Process.Kill();
                await server.Process.ExitAsync();
                await server.DisposeAsync();
                server = await FluxServerProcess.StartAsync(folder["data"], fault: null, "cpu:2", listen);
            });
            Assert.Equal(Enumerable.Range(0, Steps), seen.Select(line => int.Parse(line.Split(' ')[0])));
            var session = await new V1.Sessions.SessionsClient(server.Channel).GetAsync(
                new GetSessionRequest { Session = PipelineClient.Session }
            );
            Assert.Equal((ulong)Steps, session.ReportedSteps);
            Assert.Equal(1u, session.Branch);
            Assert.Equal(seen, await FollowAsync(server.Address, _ => Task.CompletedTask));
            await server.StopAsync();
        }
        finally
        {
            await server.DisposeAsync();
        }
        await Verification.SoundAsync(folder);
    }

    // A line for each step: its number and the hash of its tokens.
    private static async Task<List<string>> FollowAsync(Uri server, Func<int, Task> afterLine)
    {
        var script = Path.Combine(PythonPackage.Folder, "tests", "follow.py");
        using var process = PythonPackage.Start([], script, server.ToString(), PipelineClient.Session);
        var errors = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var lines = new List<string>();
        try
        {
            while (await process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
            {
                lines.Add(line);
                await afterLine(lines.Count);
            }
            await process.WaitForExitAsync(timeout.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        Assert.True(process.ExitCode == 0, await errors);
        return lines;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
