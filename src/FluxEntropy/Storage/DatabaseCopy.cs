namespace FluxEntropy.Storage;

/// <summary>A copy of an SQLite database among the temporary files, since SQLite writes beside what it reads; gone when disposed.</summary>
public sealed class DatabaseCopy : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flux-verify-").FullName;

    /// <summary>Copies a database that nobody writes to, with what it has not merged yet.</summary>
    public DatabaseCopy(string file)
    {
        foreach (var suffix in (string[])["", "-wal"])
        {
            if (System.IO.File.Exists(file + suffix))
                System.IO.File.Copy(file + suffix, File + suffix);
        }
    }

    /// <summary>Path of the copy.</summary>
    public string File => Path.Join(_folder, "copy.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
