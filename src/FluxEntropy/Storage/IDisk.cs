namespace FluxEntropy.Storage;

/// <summary>
/// What a file store asks of the operating system, one call each, so that their order can be watched and each can be made to
/// fail. Paths are absolute; every call may throw <see cref="IOException"/>, when the disk is full for one.
/// </summary>
internal interface IDisk
{
    /// <summary>Creates a file; fails where there is one.</summary>
    IDiskFile Create(string path);

    /// <summary>Opens a file that exists, for writing.</summary>
    IDiskFile OpenWrite(string path);

    /// <summary>Gives a file a second name. False when that name is taken by another file.</summary>
    bool TryLink(string path, string newPath);

    /// <summary>Removes a name; harmless where it is free.</summary>
    void Unlink(string path);

    /// <summary>Creates a folder whose parent exists; harmless where it exists.</summary>
    void CreateFolder(string path);

    /// <summary>Makes durable what is in a file, or the names that are in a folder.</summary>
    void Sync(string path);
}

/// <summary>A file open for writing.</summary>
internal interface IDiskFile : IDisposable
{
    /// <summary>Writes bytes at an offset.</summary>
    void Write(ReadOnlyMemory<byte> bytes, long offset);

    /// <summary>Makes what was written durable.</summary>
    void Flush();
}
