using System.IO.Hashing;
using FluxEntropy.Storage;

namespace FluxEntropy.Scores.Tables;

/// <summary>Says that a table is complete.</summary>
/// <param name="Table">Which scores it holds.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Bytes">Bytes of the Parquet file.</param>
/// <param name="Hash">XXH128 of these, 32 hexadecimal digits: looked at before the file is parsed.</param>
public sealed record ScoreTableManifest(ScoreTableHeader Table, int Rows, long Bytes, string Hash);

/// <summary>
/// The tables of a shard under a profile: each follows from score files that are published, begins where the one before ends,
/// and is never changed. The table is published first, then its manifest; a table without one is what a crash left, and is
/// made again under the same name.
/// </summary>
public sealed class ScoreTables(IFileStore store, string corpusId, string profileHash, int shard)
{
    /// <summary>The manifests, in order.</summary>
    /// <exception cref="InvalidDataException">One is damaged.</exception>
    public async Task<IReadOnlyList<ScoreTableManifest>> ManifestsAsync(CancellationToken cancellationToken = default)
    {
        var folder = DataLayout.Tables(corpusId, profileHash, shard);
        var manifests = new List<ScoreTableManifest>();
        foreach (var file in store.Files(folder).Where(file => file.EndsWith(".json", StringComparison.Ordinal)))
            manifests.Add(CheckedJson.Decode<ScoreTableManifest>(await store.ReadAsync($"{folder}/{file}", cancellationToken), $"{folder}/{file}"));
        return manifests;
    }

    /// <summary>Makes the next table durable.</summary>
    public async Task<ScoreTableManifest> PublishAsync(ScoreTable table)
    {
        var path = DataLayout.Table(corpusId, profileHash, shard, table.Header.FirstSegment);
        var bytes = await ScoreTableFile.EncodeAsync(table);
        if (store.Exists(path))
            store.Delete(path); // without a manifest nobody reads it
        await store.PublishAsync(path, bytes);
        var manifest = new ScoreTableManifest(table.Header, table.Rows.Count, bytes.Length, Convert.ToHexStringLower(XxHash128.Hash(bytes)));
        FaultPoints.Reached("tables.before-manifest");
        await store.PublishAsync(DataLayout.TableManifest(corpusId, profileHash, shard, table.Header.FirstSegment), CheckedJson.Encode(manifest));
        return manifest;
    }

    /// <summary>Reads a table.</summary>
    /// <exception cref="InvalidDataException">The file is not the one that the manifest was written for.</exception>
    public async Task<ScoreTable> ReadAsync(ScoreTableManifest manifest, CancellationToken cancellationToken = default)
    {
        var path = DataLayout.Table(corpusId, profileHash, shard, manifest.Table.FirstSegment);
        var bytes = await store.ReadAsync(path, cancellationToken);
        if (bytes.Length != manifest.Bytes || Convert.ToHexStringLower(XxHash128.Hash(bytes)) != manifest.Hash)
            throw new InvalidDataException($"{path}: damaged: it is not the file that its manifest names. Delete both, and compact the corpus again.");
        return await ScoreTableFile.ReadAsync(bytes, path, cancellationToken);
    }
}
