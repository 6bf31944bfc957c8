using FluxEntropy.Logs;

namespace FluxEntropy.Shards;

/// <summary>Brings an index up to date with the log that it is derived from.</summary>
internal static class IndexCatchUp
{
    private const int Records = 1024; // of a transaction, at most
    private const long Bytes = 16 << 20;

    /// <summary>Whether the index has everything that is in the log, and nothing else.</summary>
    public static async Task<bool> IsCompleteAsync(
        LogHistory log,
        IShardIndex index,
        CancellationToken cancellationToken
    )
    {
        var watermark = index.Watermark;
        return await log.HoldsAsync(watermark, cancellationToken)
            && !await log.ReadAllAsync(new LogPosition(watermark.Term, watermark.Length), cancellationToken)
                .AnyAsync(cancellationToken);
    }

    /// <summary>Adds what the log has beyond the index.</summary>
    public static async Task RunAsync(LogHistory log, IShardIndex index, CancellationToken cancellationToken)
    {
        var records = new List<(LogPosition, ShardRecord)>();
        var (bytes, end) = (0L, index.Watermark);
        await foreach (var record in log.ReadAllAsync(new LogPosition(end.Term, end.Length), cancellationToken))
        {
            records.Add((record.Position, ShardRecord.Decode(record.Payload.Span)));
            bytes += record.Payload.Length;
            end = record.End;
            if (records.Count < Records && bytes < Bytes)
                continue;
            await index.RunAsync(() => index.Apply(records, end));
            records.Clear();
            bytes = 0;
        }

        if (records.Count > 0)
            await index.RunAsync(() => index.Apply(records, end));
    }
}
