namespace FluxEntropy.Storage;

/// <summary>
/// The files of a data folder. Paths are relative to its root, parts separated by '/'. A file is either published
/// whole and never changed, or appended to by its only writer: nothing else is offered, because nothing else
/// survives a crash without thought.
/// </summary>
public interface IFileStore
{
    /// <summary>Whether a file is there.</summary>
    bool Exists(string path);

    /// <summary>Names of the files in a folder in ordinal order, temporary files left out; empty where there is no folder.</summary>
    IReadOnlyList<string> Files(string folder);

    /// <summary>Names of the folders in a folder in ordinal order; empty where there is no folder.</summary>
    IReadOnlyList<string> Folders(string folder);

    /// <summary>The whole content of a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Opens a file for reading ranges of it.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    IReadableFile OpenRead(string path);

    /// <summary>
    /// Creates a file with this content if there is none of its name. Once the call returned, whichever way, the file
    /// is durable under its name and complete; a crash leaves either all of it or nothing. Missing folders are created.
    /// </summary>
    /// <returns>False when the file existed: another writer won, and its content counts.</returns>
    Task<bool> PublishAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Opens an existing file for appending after its first <paramref name="length"/> bytes; the caller is its only writer.</summary>
    IAppendableFile OpenAppend(string path, long length);

    /// <summary>Makes durable what any process wrote to a file so far.</summary>
    Task SyncFileAsync(string path);

    /// <summary>Makes the names in a folder durable.</summary>
    Task SyncFolderAsync(string folder);

    /// <summary>Creates a folder and its parents, durably; harmless where they exist.</summary>
    Task CreateFolderAsync(string folder);

    /// <summary>Deletes a file; harmless where there is none.</summary>
    void Delete(string path);
}

/// <summary>A file open for reading at any offset; safe for concurrent use.</summary>
public interface IReadableFile : IDisposable
{
    /// <summary>Bytes in the file now; it grows while a writer appends.</summary>
    long Length { get; }

    /// <summary>Fills the buffer from an offset on.</summary>
    /// <returns>Bytes read: fewer than asked for only at the end of the file.</returns>
    ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default);
}

/// <summary>A file open for appending by its only writer.</summary>
public interface IAppendableFile : IDisposable
{
    /// <summary>Bytes before the next append.</summary>
    long Length { get; }

    /// <summary>Writes after the last byte written; not durable yet.</summary>
    Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default);

    /// <summary>Makes everything appended so far durable.</summary>
    Task FlushAsync();
}
