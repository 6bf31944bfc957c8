namespace FluxEntropy.Server.Tests.Pipeline;

/// <summary>The Python package against a real server: its own tests, run as its users would.</summary>
public class PythonTests
{
    [Fact]
    public async Task The_package_reads_a_session_shares_it_among_consumers_and_resumes()
    {
        await PythonPackage.GenerateAsync();
        using var folder = new TemporaryFolder();
        await using (var server = await FluxServerProcess.StartAsync(folder["data"], fault: null))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await new PipelineClient(PipelineClient.Documents(200)).IngestAsync(server.Channel);
            await PipelineClient.ScoredAsync(server.Channel);
            await PipelineClient.CreateSessionAsync(server.Channel, 30);
            var tests = await PythonPackage.RunAsync(
                new()
                {
                    ["FLUXENTROPY_URL"] = server.Address.ToString(),
                    ["FLUXENTROPY_SESSION"] = PipelineClient.Session,
                    ["FLUXENTROPY_SERVER_PID"] = $"{server.Process.Id}",
                },
                "-m",
                "unittest",
                "discover",
                "-s",
                Path.Combine(PythonPackage.Folder, "tests"),
                "-v"
            );
            Assert.True(tests.ExitCode == 0, tests.Output);
            await server.StopAsync();
        }
        await using var verify = await FluxProcess.RunAsync("verify", "--data", folder["data"]);
        Assert.True(verify.ExitCode == 0, verify.Output + verify.Errors);
    }
}
