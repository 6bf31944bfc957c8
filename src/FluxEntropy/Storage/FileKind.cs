namespace FluxEntropy.Storage;

/// <summary>What a path stands for.</summary>
public static class FileKind
{
    /// <summary>
    /// Whether it is a file with content, or a link to one: opening a pipe would wait for whoever writes it, and a device may have no
    /// end.
    /// </summary>
    public static bool IsRegular(string path) => Posix.IsRegular(path);
}
