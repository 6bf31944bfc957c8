namespace FluxEntropy.Orderings;

/// <summary>A stretch of a shard's tombstones.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="From">First tombstone.</param>
/// <param name="To">Tombstone after the last.</param>
public readonly record struct TombstoneRange(int Shard, int From, int To)
{
    internal static IReadOnlyList<TombstoneRange> Join(IEnumerable<TombstoneRange> ranges)
    {
        var joined = new List<TombstoneRange>();
        foreach (var next in ranges.OrderBy(range => (range.Shard, range.From)))
        {
            if (joined is not [.., var last] || last.Shard != next.Shard || last.To < next.From)
                joined.Add(next);
            else if (last.To == next.From)
                joined[^1] = last with { To = next.To };
            else
                throw new ArgumentException(
                    $"tombstones: {last.From}…{last.To} and {next.From}…{next.To} of shard {next.Shard} overlap.",
                    nameof(ranges)
                );
        }

        return joined;
    }
}
