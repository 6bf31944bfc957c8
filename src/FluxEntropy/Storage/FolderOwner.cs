using System.Globalization;

namespace FluxEntropy.Storage;

/// <summary>
/// Which server has a data folder, for who is refused it: the process, and the address once it serves, a line each in
/// <see cref="DataLayout.ProcessId"/>. It is a hint; the lock decides.
/// </summary>
internal static class FolderOwner
{
    /// <summary>Says that this process has the folder.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="address">Where it serves; null before it does.</param>
    public static void Write(string root, string? address)
    {
        var process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(Path.Join(root, DataLayout.ProcessId), address is null ? process : $"{process}\n{address}\n");
    }

    /// <summary>Why a folder whose lock another process holds cannot be had, and what to do.</summary>
    public static string Describe(string root)
    {
        var path = Path.Join(root, DataLayout.ProcessId);
        var said = File.Exists(path) ? File.ReadAllLines(path) : [];
        // A file that a dead server left says nothing of who holds the lock now.
        if (said is not [var process, ..] || !Directory.Exists($"/proc/{process.Trim()}"))
            return $"data folder '{root}' is in use by a server, a cluster or a verification: "
                + "wait for it or stop it, or choose another folder with --data";
        return said is [_, var address, ..]
            ? $"data folder '{root}' is served already, by process {process.Trim()} at {address}: use that server with "
                + $"--server {address}, or stop it, or choose another folder with --data"
            : $"data folder '{root}' is in use by a server (process {process.Trim()}): "
                + "wait for it or stop it, or choose another folder with --data";
    }
}
