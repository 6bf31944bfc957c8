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

    [Fact]
    public async Task The_package_is_installed_from_a_clone_without_a_network()
    {
        await PythonPackage.GenerateAsync();
        var tools = await PythonPackage.RunAsync([], "-c", "import setuptools, wheel, pip");
        Assert.SkipUnless(tools.ExitCode == 0, "install python3-pip, python3-setuptools and python3-wheel");
        using var folder = new TemporaryFolder();
        PythonPackage.CopyTracked(folder["clone"]);

        var installed = await PythonPackage.RunAsync(
            [],
            "-m",
            "pip",
            "install",
            "--no-index",
            "--no-build-isolation",
            "--no-deps",
            "--target",
            folder["site"],
            Path.Combine(folder["clone"], "src", "python")
        );
        var imported = await PythonPackage.RunAsync(
            new() { ["PYTHONPATH"] = folder["site"] },
            "-c",
            "import fluxentropy, fluxentropy.v1.training_pb2_grpc, os; print(os.path.dirname(fluxentropy.__file__))"
        );

        Assert.True(installed.ExitCode == 0, installed.Output);
        Assert.Equal(Path.Combine(folder["site"], "fluxentropy"), imported.Output.Trim());
    }
}
