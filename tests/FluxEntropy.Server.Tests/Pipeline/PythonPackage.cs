using System.Diagnostics;

namespace FluxEntropy.Server.Tests.Pipeline;

/// <summary>The Python package, with the Python of the system.</summary>
internal static class PythonPackage
{
    private const string Python = "/usr/bin/python3";

    private static readonly string[] Generated = ["python/fluxentropy/v1/", "/build/", "__pycache__", ".egg-info"];

    public static string Folder
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "FluxEntropy.sln")))
                folder = Path.GetDirectoryName(folder)!;
            return Path.Combine(folder, "src", "python");
        }
    }

    /// <summary>Generates the client code, or skips the test where this machine cannot.</summary>
    public static async Task GenerateAsync()
    {
        Assert.SkipUnless(
            File.Exists(Python) && (await RunAsync([], "-c", "import grpc, numpy, google.protobuf")).ExitCode == 0,
            $"{Python} has no grpc, numpy or protobuf: install python3-grpcio, python3-numpy and python3-protobuf"
        );
        var generated = await RunAsync([], Path.Combine(Folder, "generate.py"));
        Assert.SkipUnless(
            generated.ExitCode == 0,
            $"no client code was made: install protobuf-compiler-grpc and libprotobuf-dev\n{generated.Output}"
        );
    }

    /// <summary>Copies the package and the protocol as they lie in a clone, without what was generated.</summary>
    public static void CopyTracked(string clone)
    {
        var root = Path.GetFullPath(Path.Combine(Folder, "..", ".."));
        foreach (var part in (string[])["protos", "src/python"])
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(root, part), "*", SearchOption.AllDirectories))
            {
                var relative = Path.GetRelativePath(root, file);
                if (Generated.Any(name => relative.Contains(name, StringComparison.Ordinal)))
                    continue;
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(clone, relative))!);
                File.Copy(file, Path.Combine(clone, relative));
            }
        }
    }

    /// <summary>Runs Python to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        Dictionary<string, string> environment,
        params string[] arguments
    )
    {
        using var process = Start(environment, arguments);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(3));
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

    /// <summary>Starts Python with the package on its path.</summary>
    public static Process Start(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONPATH"] = Folder;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
