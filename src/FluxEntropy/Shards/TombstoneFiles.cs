using FluxEntropy.Storage;

namespace FluxEntropy.Shards;

/// <summary>
/// The tombstones of a shard as files, for readers of scores. Each begins where the one before ends, and is named after
/// its first number. They are derived from the shard's log, so a writer that finds a name taken continues after that
/// file.
/// </summary>
internal sealed class TombstoneFiles(IFileStore store, string corpusId, int shard)
{
    /// <summary>Tombstones of a file, at most.</summary>
    public const int MaxPerFile = 4096;

    private int _end; // of the published tombstones

    /// <summary>Continues after the files that exist.</summary>
    /// <exception cref="InvalidDataException">The last one is damaged.</exception>
    public static async Task<TombstoneFiles> OpenAsync(IFileStore store, string corpusId, int shard)
    {
        var files = new TombstoneFiles(store, corpusId, shard);
        var folder = DataLayout.Tombstones(corpusId, shard);
        if (store.Files(folder) is [.., var last])
        {
            // Its publisher may have crashed before the name was durable: the next file must not outlive this one.
            await store.SyncFolderAsync(folder);
            files._end = (await files.ReadAsync($"{folder}/{last}")).End;
        }
        return files;
    }

    /// <summary>Publishes the tombstones that only the index has.</summary>
    public async Task PublishAsync(IShardIndex index)
    {
        while (_end < index.Counts.Tombstones)
        {
            var next = new TombstoneFile(corpusId, shard, _end, index.Tombstones(_end, MaxPerFile));
            var path = DataLayout.TombstoneFile(corpusId, shard, _end);
            if (!await store.PublishAsync(path, next.Encode()))
            {
                await store.SyncFolderAsync(DataLayout.Tombstones(corpusId, shard)); // the winner may not have got that far
                next = await ReadAsync(path);
            }

            _end = next.End;
        }
    }

    private async Task<TombstoneFile> ReadAsync(string path) => TombstoneFile.Read(await store.ReadAsync(path), path);
}
