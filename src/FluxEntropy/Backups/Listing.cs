using FluxEntropy.Storage;

namespace FluxEntropy.Backups;

/// <summary>
/// The files of a folder that others publish to. What is published while a folder is listed may be missing from the list, whatever was
/// published after it: lists that are to have no such gap are made twice.
/// </summary>
internal static class Listing
{
    private const int Attempts = 100;

    /// <summary>Of files that are published in the order of their names: all up to some, without a gap.</summary>
    public static IReadOnlyList<string> Begun(IFileStore store, string folder) =>
        store.Files(folder) is [.., var last]
            ? [.. store.Files(folder).TakeWhile(file => string.CompareOrdinal(file, last) <= 0)]
            : [];

    /// <summary>Of files that take each other's place: those of a moment at which none did.</summary>
    public static IReadOnlyList<string> Still(IFileStore store, string folder)
    {
        var files = store.Files(folder);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var again = store.Files(folder);
            if (again.SequenceEqual(files))
                return files;
            files = again;
        }
        throw new IOException($"{folder} changes all the time: repeat the backup.");
    }
}
