namespace FluxEntropy.Storage;

/// <summary>
/// The files of a data folder. Paths are relative to its root, with '/' as separator. A file is either published whole
/// and never changed, or appended to by its only writer. Nothing else is offered, because nothing else survives a crash
/// without extra care.
/// </summary>
public interface IFileStore
{
    /// <summary>Whether a file exists.</summary>
    bool Exists(string path);

    /// <summary>
    /// Names of the files in a folder in ordinal order, without temporary files; empty if there is no folder.
    /// </summary>
    IReadOnlyList<string> Files(string folder);

    /// <summary>Names of the folders in a folder in ordinal order; empty if there is no folder.</summary>
    IReadOnlyList<string> Folders(string folder);

    /// <summary>The whole content of a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Opens a file for reading parts of it.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    IReadableFile OpenRead(string path);

    /// <summary>
    /// Creates a file with this content unless there is one of that name. Once the call has returned, with either
    /// result, the file under that name is complete and durable; a crash leaves either all of it or nothing. Missing
    /// folders are created.
    /// </summary>
    /// <returns>False if the file existed: another writer won, and its content counts.</returns>
    Task<bool> PublishAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens an existing file for appending after its first <paramref name="length"/> bytes; the caller is its only
    /// writer.
    /// </summary>
    IAppendableFile OpenAppend(string path, long length);

    /// <summary>Makes everything that any process has written to a file so far durable.</summary>
    Task SyncFileAsync(string path);

    /// <summary>Makes the names in a folder durable.</summary>
    Task SyncFolderAsync(string folder);

    /// <summary>Creates a folder and its parents, durably; does nothing if they exist.</summary>
    Task CreateFolderAsync(string folder);

    /// <summary>Deletes a file; does nothing if there is none.</summary>
    void Delete(string path);
}

/// <summary>A file open for reading at any offset; safe for concurrent use.</summary>
public interface IReadableFile : IDisposable
{
    /// <summary>Current size in bytes; it grows while a writer appends.</summary>
    long Length { get; }

    /// <summary>Fills the buffer, starting at an offset.</summary>
    /// <returns>Bytes read: fewer than the buffer has only at the end of the file.</returns>
    ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default);
}

/// <summary>A file open for appending by its only writer.</summary>
public interface IAppendableFile : IDisposable
{
    /// <summary>Where the next append goes, in bytes.</summary>
    long Length { get; }

    /// <summary>Writes behind the last byte; not durable until <see cref="FlushAsync"/>.</summary>
    Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default);

    /// <summary>Makes everything appended so far durable.</summary>
    Task FlushAsync();
}
