namespace FluxEntropy.Backups;

/// <summary>How much of a backup was copied, and how much is files that were there already under another name.</summary>
/// <param name="CopiedFiles">Files whose content was written.</param>
/// <param name="CopiedBytes">Bytes of these.</param>
/// <param name="LinkedFiles">Files that are second names of files of the backup before, or of the data folder.</param>
/// <param name="LinkedBytes">Bytes of these.</param>
public readonly record struct BackupTally(long CopiedFiles, long CopiedBytes, long LinkedFiles, long LinkedBytes)
{
    internal BackupTally Copied(long bytes) =>
        this with
        {
            CopiedFiles = CopiedFiles + 1,
            CopiedBytes = CopiedBytes + bytes,
        };

    internal BackupTally Linked(long bytes) =>
        this with
        {
            LinkedFiles = LinkedFiles + 1,
            LinkedBytes = LinkedBytes + bytes,
        };
}
