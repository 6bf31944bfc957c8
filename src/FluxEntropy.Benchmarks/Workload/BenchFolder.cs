namespace FluxEntropy.Benchmarks.Workload;

/// <summary>A temporary folder for a benchmark's data, deleted when it ends.</summary>
public static class BenchFolder
{
    public static async Task<T> UseAsync<T>(Func<string, Task<T>> bench)
    {
        var folder = Directory.CreateTempSubdirectory("flux-bench-").FullName;
        try
        {
            return await bench(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
