using System.IO.Pipelines;

namespace FluxEntropy.Sources.Formats;

/// <summary>What came through a pipe or out of an archive, in a temporary file that can be sought in; gone once it is closed.</summary>
internal static class SpooledFile
{
    /// <summary>Keeps all of it. The folder is the system's for temporary files: <c>TMPDIR</c>, else <c>/tmp</c>.</summary>
    /// <param name="pipe">Read to its end.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <exception cref="SourceUnreadableException">There is no room for it.</exception>
    public static async ValueTask<Stream> OfAsync(PipeReader pipe, string source, CancellationToken cancellationToken)
    {
        var file = Create(source);
        try
        {
            for (var ended = false; !ended; )
            {
                var read = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
                foreach (var bytes in read.Buffer)
                    await WriteAsync(file, bytes, source, cancellationToken).ConfigureAwait(false);
                ended = read.IsCompleted;
                pipe.AdvanceTo(read.Buffer.End);
            }

            return file;
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static FileStream Create(string source)
    {
        var path = Path.Combine(Path.GetTempPath(), $"fluxentropy-{Guid.NewGuid():N}");
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Delete,
                Options = FileOptions.DeleteOnClose,
            };
            if (OperatingSystem.IsWindows())
                return new FileStream(path, options);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var file = new FileStream(path, options);
            File.Delete(path); // open all the same, and gone even if the process is killed
            return file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw NoRoom(source, failure);
        }
    }

    private static async ValueTask WriteAsync(
        FileStream file,
        ReadOnlyMemory<byte> bytes,
        string source,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            throw NoRoom(source, failure);
        }
    }

    private static SourceUnreadableException NoRoom(string source, Exception failure) =>
        new(
            $"cannot keep {source} in {Path.GetTempPath()} while it is read: {failure.Message}; set "
                + "TMPDIR to a folder with more room, or give Parquet as a plain file",
            failure
        );
}
