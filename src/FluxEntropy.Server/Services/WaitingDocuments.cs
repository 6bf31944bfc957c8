using FluxEntropy.Grains.Contracts;
using FluxEntropy.Shards;

namespace FluxEntropy.Server.Services;

/// <summary>How many documents of a corpus wait for their scores.</summary>
internal static class WaitingDocuments
{
    /// <param name="corpus">The corpus.</param>
    /// <param name="aggregates">What was read of its scores, asked before the shards.</param>
    /// <param name="shards">What its logs hold.</param>
    /// <exception cref="ShardBehindException">More is scored than was ever ingested.</exception>
    public static ulong Count(
        CorpusSettings corpus,
        IEnumerable<AggregateStatus> aggregates,
        IEnumerable<ShardCounts> shards
    )
    {
        var (rows, scored) = (
            shards.Sum(shard => (long)shard.Documents + shard.Tombstones),
            aggregates.Sum(aggregate => aggregate.Indexed + aggregate.Deleted)
        );
        return rows >= scored
            ? (ulong)(rows - scored)
            : throw new ShardBehindException(
                $"corpus '{corpus.Name}' has scores of more rows than its logs hold ({scored} against {rows}, deleted ones counted "
                    + "twice): a log lost its end. Stop the server, see 'flux verify', and restore a backup"
            );
    }
}
