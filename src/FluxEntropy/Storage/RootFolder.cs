namespace FluxEntropy.Storage;

/// <summary>Makes the folder of all data, which only its owner may read: it holds people's texts.</summary>
internal static class RootFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// Makes it where it is missing, and what it lies in. The store makes every name below the root durable, but not the name of the
    /// root itself.
    /// </summary>
    public static void Create(string root) => Create(root, isRoot: true);

    private static void Create(string folder, bool isRoot)
    {
        if (Directory.Exists(folder))
            return;
        var parent = Path.GetDirectoryName(folder)!;
        Create(parent, isRoot: false);
        if (isRoot && !OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder, OwnerOnly);
        else
            Directory.CreateDirectory(folder);
        Posix.Sync(parent);
    }
}
