namespace FluxEntropy.Storage;

/// <summary>What a path stands for.</summary>
public static class FileKind
{
    /// <summary>
    /// Whether there is a pipe, a socket or a device, or a link to one: opening a pipe waits for whoever writes it, and a device may
    /// have no end. False for a path, or a link, that leads nowhere.
    /// </summary>
    public static bool IsSpecial(string path) => Posix.IsSpecial(path);
}
