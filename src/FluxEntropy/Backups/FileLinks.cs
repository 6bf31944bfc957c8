using FluxEntropy.Storage;

namespace FluxEntropy.Backups;

/// <summary>Second names of files.</summary>
internal static class FileLinks
{
    private const int NotPermitted = 1; // EPERM: a file of another user, or a file system without links
    private const int NotFound = 2; // ENOENT
    private const int OtherFileSystem = 18; // EXDEV
    private const int TooManyLinks = 31; // EMLINK
    private const int NotSupported = 95; // EOPNOTSUPP

    /// <summary>Gives a file a second name, in place of what has that name. False where only a copy will do.</summary>
    /// <exception cref="FileNotFoundException">The file is gone.</exception>
    public static bool TryLink(string path, string newPath)
    {
        File.Delete(newPath);
        try
        {
            return Posix.TryLink(path, newPath);
        }
        catch (IOException refused)
            when (refused.HResult is NotPermitted or OtherFileSystem or TooManyLinks or NotSupported)
        {
            return false;
        }
        catch (IOException gone) when (gone.HResult == NotFound)
        {
            throw new FileNotFoundException(gone.Message, path, gone);
        }
    }
}
