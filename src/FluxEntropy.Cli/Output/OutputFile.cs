using System.IO.Compression;
using ZstdSharp;

namespace FluxEntropy.Cli.Output;

/// <summary>
/// A file that gets its name only once it is complete: it is written as <c>NAME.partial</c> and renamed, so that an interrupted
/// command leaves what was there before; the partial file of one that was killed is written over. Files whose names end in
/// <c>.gz</c> or <c>.zst</c> are compressed. Devices, below <c>/dev</c>, are written to directly.
/// </summary>
internal sealed class OutputFile : IAsyncDisposable
{
    private const int WouldBlock = 11; // EAGAIN: another process holds the lock

    private readonly string _path;
    private readonly string? _partial;
    private readonly FileStream _file;
    private bool _published;

    private OutputFile(string path, string? partial)
    {
        (_path, _partial) = (path, partial);
        // Nobody else may write to the partial file: two commands with one output must not mix. A killed one holds it no longer.
        _file = new FileStream(
            partial ?? path,
            partial is null ? FileMode.Open : FileMode.Create,
            FileAccess.Write,
            partial is null ? FileShare.ReadWrite : FileShare.None
        );
        Stream = FileNames.Extension(path) switch
        {
            ".gz" => new GZipStream(_file, CompressionLevel.Optimal, leaveOpen: true),
            ".zst" => new CompressionStream(_file, leaveOpen: true),
            _ => _file,
        };
    }

    /// <summary>The content, before compression.</summary>
    public Stream Stream { get; }

    /// <summary>Starts a file.</summary>
    /// <exception cref="IOException">It cannot be written there; the message says why.</exception>
    public static OutputFile Create(string path)
    {
        try
        {
            if (Directory.Exists(path))
                throw new IOException("it is a folder; name a file in it");
            if (path.StartsWith("/dev/", StringComparison.Ordinal))
                return new OutputFile(path, partial: null);
            // A link stays a link: what it points to is replaced.
            var target = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null)
                ?? Path.GetFullPath(path);
            // A rename asks the folder alone; a file that may not be written to must not be replaced either.
            if (File.Exists(target))
                File.OpenHandle(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
            return new OutputFile(target, target + ".partial");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"cannot write {path}: {Reason(failure)}", failure);
        }
    }

    /// <summary>Completes the content, flushes it to the disk and gives the file its name.</summary>
    public async Task PublishAsync()
    {
        if (Stream != _file)
            await Stream.DisposeAsync();
        if (_partial is null)
            await _file.FlushAsync();
        else
            _file.Flush(flushToDisk: true);
        // While it is locked, so that no other command begins to write over it.
        if (_partial is not null)
            File.Move(_partial, _path, overwrite: true);
        _published = true;
        await _file.DisposeAsync();
    }

    /// <summary>Removes the partial file, unless it was published.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_published)
            return;
        try
        {
            await _file.DisposeAsync();
        }
        catch (IOException) when (_partial is not null)
        {
            // What a full disk did not take is not wanted any more.
        }
        finally
        {
            if (_partial is not null)
                File.Delete(_partial);
        }
    }

    private static string Reason(Exception failure) =>
        failure switch
        {
            DirectoryNotFoundException => "there is no such folder; create it first",
            IOException { HResult: WouldBlock } => "another command is writing it; wait for it, or name another file",
            UnauthorizedAccessException => "this user may not write there",
            _ => failure.Message,
        };
}
