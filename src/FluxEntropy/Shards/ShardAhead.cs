using System.Globalization;
using FluxEntropy.Storage;

namespace FluxEntropy.Shards;

/// <summary>
/// Finds files that were made of more of a shard than its log holds. They are published after what they are made of was committed, so
/// the log lost its end, or is of another time than they are: its next segments would be taken for those that they were made of.
/// </summary>
internal static class ShardAhead
{
    /// <summary>What is ahead of the log, in one line; null for nothing.</summary>
    /// <param name="store">The data folder.</param>
    /// <param name="corpusId">The corpus.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="segments">Segments that its log cut.</param>
    /// <param name="deleted">Documents that its log deleted.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidDataException">A file of tombstones is damaged.</exception>
    public static async Task<string?> FindAsync(
        IFileStore store,
        string corpusId,
        int shard,
        int segments,
        int deleted,
        CancellationToken cancellationToken
    )
    {
        foreach (var folder in (string[])[DataLayout.Scores(corpusId), DataLayout.Tokens(corpusId)])
        foreach (var name in store.Folders(folder))
        {
            var files = $"{folder}/{name}/{DataLayout.Shard(shard)}";
            if (
                store.Files(files) is [.., var last]
                && int.TryParse(
                    Path.GetFileNameWithoutExtension(last),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var segment
                )
                && segment >= segments
            )
                return $"'{files}/{last}' is of segment {segment}, and the log has {segments} segments";
        }
        var tombstones = DataLayout.Tombstones(corpusId, shard);
        if (store.Files(tombstones) is not [.., var newest])
            return null;
        var path = $"{tombstones}/{newest}";
        var end = TombstoneFile.Read(await store.ReadAsync(path, cancellationToken), path).End;
        return end > deleted ? $"'{path}' says that {end} documents were deleted, and the log says {deleted}" : null;
    }
}
