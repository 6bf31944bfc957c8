using System.Text.Json;
using FluxEntropy.Storage;

namespace FluxEntropy.Benchmarks.Processes;

/// <summary>Finds a process of a cluster by the file that each leaves in the data folder.</summary>
internal static class ServedAddress
{
    /// <summary>Where a process serves; null while it does not yet.</summary>
    public static Uri? Of(int process, string data)
    {
        var folder = Path.Combine(data, DataLayout.Servers);
        if (!Directory.Exists(folder))
            return null;
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            try
            {
                using var server = JsonDocument.Parse(File.ReadAllBytes(file));
                if (server.RootElement.GetProperty("process").GetInt32() == process)
                    return new Uri(server.RootElement.GetProperty("address").GetString()!);
            }
            catch (FileNotFoundException)
            {
                // It belonged to a process that died, and another process has just deleted it.
            }
        }
        return null;
    }
}
