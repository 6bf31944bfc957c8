using System.Diagnostics;

namespace FluxEntropy.Server.Tests.Pipeline;

/// <summary>The Python package against a real server, with the Python of the system: its own tests, run as its users would.</summary>
public class PythonTests
{
    private const string Python = "/usr/bin/python3";
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_package_reads_a_session_shares_it_among_consumers_and_resumes()
    {
        Assert.SkipUnless(
            File.Exists(Python) && (await RunAsync(null, "-c", "import grpc, numpy, google.protobuf")).ExitCode == 0,
            $"{Python} has no grpc, numpy or protobuf: install python3-grpcio, python3-numpy and python3-protobuf"
        );
        var generated = await RunAsync(null, Path.Combine(Package, "generate.py"));
        Assert.SkipUnless(
            generated.ExitCode == 0,
            $"no client code was made: install protobuf-compiler-grpc and libprotobuf-dev\n{generated.Output}"
        );

        using var folder = new TemporaryFolder();
        await using (var server = await FluxServerProcess.StartAsync(folder["data"], fault: null))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await new PipelineClient(PipelineClient.Documents(200)).IngestAsync(server.Channel);
            await PipelineClient.ScoredAsync(server.Channel);
            await PipelineClient.CreateSessionAsync(server.Channel, 30);
            var tests = await RunAsync(
                server.Address.ToString(),
                "-m",
                "unittest",
                "discover",
                "-s",
                Path.Combine(Package, "tests"),
                "-v"
            );
            Assert.True(tests.ExitCode == 0, tests.Output);
            await server.StopAsync();
        }
        await using var verify = await FluxProcess.RunAsync("verify", "--data", folder["data"]);
        Assert.True(verify.ExitCode == 0, verify.Output + verify.Errors);
    }

    private static string Package
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "FluxEntropy.sln")))
                folder = Path.GetDirectoryName(folder)!;
            return Path.Combine(folder, "src", "python");
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string? url, params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONPATH"] = Package;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["FLUXENTROPY_URL"] = url;
        start.Environment["FLUXENTROPY_SESSION"] = PipelineClient.Session;
        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Timeout);
        var (output, errors) = (
            process.StandardOutput.ReadToEndAsync(timeout.Token),
            process.StandardError.ReadToEndAsync(timeout.Token)
        );
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return (process.ExitCode, await output + await errors);
    }
}
