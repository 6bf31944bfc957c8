namespace FluxEntropy.Storage;

/// <summary>
/// What a file store asks of the operating system, one method per call, so that tests can record the order and make any
/// call fail. Paths are absolute. Every call may throw <see cref="IOException"/>, for example when the disk is full.
/// </summary>
internal interface IDisk
{
    /// <summary>Creates a file; fails if there is one.</summary>
    IDiskFile Create(string path);

    /// <summary>Opens an existing file for writing.</summary>
    IDiskFile OpenWrite(string path);

    /// <summary>Gives a file a second name. False if another file has that name.</summary>
    bool TryLink(string path, string newPath);

    /// <summary>Removes a name; does nothing if there is none.</summary>
    void Unlink(string path);

    /// <summary>Creates a folder whose parent exists; does nothing if there is one.</summary>
    void CreateFolder(string path);

    /// <summary>Makes the content of a file, or the names in a folder, durable.</summary>
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
