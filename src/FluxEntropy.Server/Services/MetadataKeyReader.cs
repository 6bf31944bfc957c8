using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Shards;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Services;

/// <summary>
/// Reads which keys the metadata of a corpus's documents has. Nothing keeps count of them, so that this is as much work as a query that
/// finds no document.
/// </summary>
internal sealed class MetadataKeyReader(IGrainFactory grains)
{
    private const int RowsACall = 64; // a document has up to 16 MiB, which the shard reads with its metadata
    private const int BytesACall = 1 << 20; // of metadata
    private const int ShardsAtOnce = 8;

    /// <summary>Reads until each of <paramref name="find"/> was met; all documents if there is none to find.</summary>
    public async Task<MetadataKeysResponse> ReadAsync(
        CorpusSettings corpus,
        IEnumerable<string> find,
        CancellationToken cancellationToken
    )
    {
        var keys = new MetadataKeySet(find);
        var atOnce = new ParallelOptions
        {
            MaxDegreeOfParallelism = ShardsAtOnce,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(ShardKey.AllOf(corpus), atOnce, async (shard, token) =>
            await ReadAsync(grains.Shard(shard), keys, token)
        );
        return keys.Answer();
    }

    private static async Task ReadAsync(IDocumentGrain shard, MetadataKeySet keys, CancellationToken cancellationToken)
    {
        var rows = (await shard.Counts()).Documents;
        for (var next = 0; next < rows && !keys.IsComplete; )
        {
            cancellationToken.ThrowIfCancellationRequested();
            var asked = Enumerable.Range(next, Math.Min(RowsACall, rows - next)).ToArray();
            var documents = await shard.RowsWithin(asked, includeText: false, BytesACall);
            foreach (var document in documents.Where(document => !document.Row.IsDeleted))
                keys.Add(document.Metadata.Keys);
            next += documents.Length;
        }
    }
}
