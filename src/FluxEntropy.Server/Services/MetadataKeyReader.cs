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
        foreach (var part in Enumerable.Range(0, rows).Chunk(RowsACall))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (keys.IsComplete)
                return;
            foreach (var document in await shard.Rows(part, includeText: false))
            {
                if (!document.Row.IsDeleted)
                    keys.Add(document.Metadata.Keys);
            }
        }
    }
}
