using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Shards;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Services;

/// <summary>Where a watcher of a corpus's scores stands, and what it missed.</summary>
internal sealed class ScoresCursor(IGrainFactory grains, ScoreFiles scores, CorpusSettings corpus, string profileHash)
{
    /// <summary>For each shard a message without documents that names its first segment without scores.</summary>
    public async IAsyncEnumerable<ScoresCommitted> StandsAsync()
    {
        for (var shard = 0; shard < corpus.Shards; shard++)
        {
            var next = 0;
            await foreach (var segment in SegmentsAsync(shard))
            {
                if (!scores.Exists(corpus.Id, profileHash, shard, segment))
                    break;
                next = segment + 1;
            }
            yield return new ScoresCommitted { Shard = (uint)shard, Segment = (ulong)next };
        }
    }

    /// <summary>What is scored from a segment of each shard on. [shards]</summary>
    public async IAsyncEnumerable<ScoresCommitted> SinceAsync(IReadOnlyList<ulong> fromSegments)
    {
        for (var shard = 0; shard < corpus.Shards; shard++)
        {
            await foreach (var segment in SegmentsAsync(shard))
            {
                if (
                    (ulong)segment < fromSegments[shard]
                    || await scores.FindAsync(corpus.Id, profileHash, shard, segment) is not { Scores: var scored }
                )
                    continue;
                yield return new ScoresCommitted
                {
                    Shard = (uint)shard,
                    Segment = (ulong)segment,
                    Documents = (uint)scored.Tokens.Length,
                    Tokens = (ulong)scored.Tokens.Sum(tokens => (long)tokens),
                };
            }
        }
    }

    private async IAsyncEnumerable<int> SegmentsAsync(int shard)
    {
        await foreach (var segment in grains.Shard(new ShardKey(corpus.Id, shard)).AllSegmentsAsync())
            yield return segment.Number;
    }
}
