namespace FluxEntropy.Tests;

/// <summary>Public data that is read in place where a machine has it; tests on it are skipped elsewhere.</summary>
internal static class SharedData
{
    internal static string Path(string relative)
    {
        var root = Environment.GetEnvironmentVariable("FLUXENTROPY_SHARED")
            ?? System.IO.Path.Combine(RepositoryRoot(), "..", "shared");
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(root, relative));
        Assert.SkipUnless(
            File.Exists(path) || Directory.Exists(path),
            $"no {path}; set FLUXENTROPY_SHARED to the folder of reference data"
        );
        return path;
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "FluxEntropy.sln")))
            folder = System.IO.Path.GetDirectoryName(folder);
        return folder ?? AppContext.BaseDirectory;
    }
}
