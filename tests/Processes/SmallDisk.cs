using System.Diagnostics;

namespace FluxEntropy.Tests.Processes;

/// <summary>A small file system in memory, mounted on a folder; a file on it keeps room back, which can be given free.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Mebibyte = 1 << 20;

    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Ballast => System.IO.Path.Join(Path, "ballast");

    /// <summary>Mounts one; the test is skipped where that is not allowed.</summary>
    /// <param name="path">Folder to mount it on; created.</param>
    /// <param name="mebibytes">Its size.</param>
    /// <param name="ballast">How much of it is taken, until <see cref="MakeRoom"/>.</param>
    public static SmallDisk Mount(string path, int mebibytes, int ballast)
    {
        Directory.CreateDirectory(path);
        var (code, errors) = Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", path);
        Assert.SkipUnless(code == 0, $"a small file system cannot be mounted here: {errors}");
        var disk = new SmallDisk(path);
        File.WriteAllBytes(disk.Ballast, new byte[ballast * Mebibyte]);
        return disk;
    }

    public void MakeRoom() => File.Delete(Ballast);

    public void Dispose() => Run("umount", Path);

    private static (int Code, string Errors) Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true }
            )!;
            var errors = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return (process.ExitCode, errors);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (-1, exception.Message);
        }
    }
}
