namespace FluxEntropy.Tests.Storage;

/// <summary>
/// What a power cut would leave after some calls, as POSIX promises it and no more: bytes count after an fsync of their file,
/// names after an fsync of their folder. A file that is published may name whatever was written before, and relies on it.
/// </summary>
internal sealed class Durability
{
    private const string Temporary = ".tmp";
    private const string Claim = ".claim"; // stands for itself
    private readonly SortedSet<string> _unflushed = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _nameless = new(StringComparer.Ordinal); // whose names are not durable

    /// <summary>Takes a call into account.</summary>
    /// <exception cref="NotDurableException">A file is given its name before its bytes, or what it may name, are durable.</exception>
    public void After(DiskCall call, string path, IReadOnlyList<string> lines)
    {
        switch (call)
        {
            case DiskCall.Create:
                _nameless.Add(path);
                _unflushed.Add(path);
                break;
            case DiskCall.Write:
                _unflushed.Add(path);
                break;
            case DiskCall.Flush or DiskCall.SyncFile:
                _unflushed.Remove(path);
                break;
            case DiskCall.Link:
                if (_unflushed.Contains(path + Temporary))
                    throw new NotDurableException($"'{path}' is given its name before its bytes are flushed", lines);
                if (!path.EndsWith(Claim, StringComparison.Ordinal))
                    Require($"link {path}", lines);
                _nameless.Add(path);
                break;
            case DiskCall.CreateFolder:
                _nameless.Add(path);
                break;
            case DiskCall.Unlink:
                _unflushed.Remove(path);
                _nameless.Remove(path);
                break;
            case DiskCall.SyncFolder:
                _nameless.RemoveWhere(name => FolderOf(name) == path);
                break;
        }
    }

    /// <summary>Refuses what a power cut could take now.</summary>
    public void Require(string because, IReadOnlyList<string> lines)
    {
        if (_unflushed.FirstOrDefault(IsRelied) is { } bytes)
            throw new NotDurableException($"{because}: bytes of '{bytes}' are not flushed", lines);
        if (_nameless.FirstOrDefault(IsRelied) is { } name)
            throw new NotDurableException($"{because}: the name '{name}' is not durable", lines);
    }

    // What is left of an attempt that failed: nobody reads it.
    private static bool IsRelied(string path) => !path.EndsWith(Temporary, StringComparison.Ordinal);

    private static string FolderOf(string path) => path.LastIndexOf('/') is >= 0 and var end ? path[..end] : ".";
}

/// <summary>Something is relied upon that a power cut could take.</summary>
internal sealed class NotDurableException(string message, IReadOnlyList<string> lines)
    : Exception($"{message}\n{string.Join('\n', lines)}");
