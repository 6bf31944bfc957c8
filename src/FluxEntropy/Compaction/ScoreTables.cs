using System.IO.Hashing;
using FluxEntropy.Storage;

namespace FluxEntropy.Compaction;

/// <summary>
/// The tables of a shard under a profile: each follows from score files that are published, begins where the one before ends,
/// and is never changed: one with deleted rows in it, or without backfills that came later, is followed by another of the same
/// segments. The table is published first, then its manifest; a table without one is what a crash left, and is made again
/// under the same name.
/// </summary>
public sealed class ScoreTables(IFileStore store, string corpusId, string profileHash, int shard)
{
    /// <summary>The newest manifests, in order.</summary>
    /// <exception cref="InvalidDataException">One is damaged.</exception>
    public async Task<IReadOnlyList<ScoreTableManifest>> ManifestsAsync(CancellationToken cancellationToken = default)
    {
        var folder = DataLayout.Tables(corpusId, profileHash, shard);
        var manifests = new List<ScoreTableManifest>();
        foreach (var file in store.Files(folder).Where(file => file.EndsWith(".json", StringComparison.Ordinal)))
            manifests.Add(
                CheckedJson.Decode<ScoreTableManifest>(
                    await store.ReadAsync($"{folder}/{file}", cancellationToken),
                    $"{folder}/{file}"
                )
            );
        return
        [
            .. manifests
                .GroupBy(manifest => manifest.Table.FirstSegment)
                .OrderBy(same => same.Key)
                .Select(same => same.MaxBy(manifest => (manifest.Table.Tombstones, manifest.Table.Backfills))!),
        ];
    }

    /// <summary>Makes a table durable, and deletes those that it takes the place of.</summary>
    public async Task<ScoreTableManifest> PublishAsync(ScoreTable table)
    {
        var path = PathOf(table.Header);
        var bytes = await ScoreTableFile.EncodeAsync(table);
        if (store.Exists(path))
            store.Delete(path); // without a manifest nobody reads it
        await store.PublishAsync(path, bytes);
        var manifest = new ScoreTableManifest(
            table.Header,
            table.Rows.Count,
            bytes.Length,
            Convert.ToHexStringLower(XxHash128.Hash(bytes))
        );
        FaultPoints.Reached("tables.before-manifest");
        await store.PublishAsync(ManifestOf(table.Header), CheckedJson.Encode(manifest));
        DeleteOlder(table.Header);
        return manifest;
    }

    /// <summary>Path of a table.</summary>
    public string PathOf(ScoreTableHeader table) =>
        DataLayout.Table(corpusId, profileHash, shard, table.FirstSegment, table.Tombstones, table.Backfills);

    private string ManifestOf(ScoreTableHeader table) =>
        DataLayout.TableManifest(corpusId, profileHash, shard, table.FirstSegment, table.Tombstones, table.Backfills);

    private void DeleteOlder(ScoreTableHeader table)
    {
        var folder = DataLayout.Tables(corpusId, profileHash, shard);
        var newest = Path.GetFileNameWithoutExtension(PathOf(table));
        var older = store
            .Files(folder)
            .Where(file =>
                file.StartsWith(newest[..8], StringComparison.Ordinal)
                && string.CompareOrdinal(Path.GetFileNameWithoutExtension(file), newest) < 0
            );
        foreach (var file in older.OrderByDescending(file => file.EndsWith(".json", StringComparison.Ordinal)))
            store.Delete($"{folder}/{file}"); // manifests first
    }

    /// <summary>Reads a table.</summary>
    /// <exception cref="InvalidDataException">The file is not the one that the manifest was written for.</exception>
    public async Task<ScoreTable> ReadAsync(ScoreTableManifest manifest, CancellationToken cancellationToken = default)
    {
        var path = PathOf(manifest.Table);
        var bytes = await store.ReadAsync(path, cancellationToken);
        if (bytes.Length != manifest.Bytes || Convert.ToHexStringLower(XxHash128.Hash(bytes)) != manifest.Hash)
            throw new InvalidDataException(
                $"{path}: damaged: it is not the file that its manifest names. Delete both, and compact the corpus again."
            );
        return await ScoreTableFile.ReadAsync(bytes, path, cancellationToken);
    }
}
