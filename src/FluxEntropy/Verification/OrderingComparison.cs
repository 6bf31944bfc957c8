using FluxEntropy.Orderings;

namespace FluxEntropy.Verification;

/// <summary>Compares an ordering with the rows that its scores rank, both in ascending order.</summary>
internal static class OrderingComparison
{
    public static void Compare(
        IEnumerable<OrderingEntry> ordering,
        IEnumerable<OrderingEntry> ranked,
        string where,
        Findings findings
    )
    {
        using var found = ordering.GetEnumerator();
        using var wanted = ranked.GetEnumerator();
        var (hasFound, hasWanted) = (found.MoveNext(), wanted.MoveNext());
        OrderingEntry? previous = null;
        while (hasFound || hasWanted)
        {
            if (hasFound && previous == found.Current)
            {
                findings.Duplicated("run", where, $"{Name(found.Current)} is in it twice");
                hasFound = found.MoveNext();
                continue;
            }

            var order =
                !hasFound ? 1
                : !hasWanted ? -1
                : found.Current.CompareTo(wanted.Current);
            if (order < 0)
                findings.Unexpected(
                    "run",
                    where,
                    $"{Name(found.Current)} is in it with value {found.Current.Value}, and no score says so"
                );
            if (order > 0)
                findings.Lost("run", where, $"{Name(wanted.Current)} is ranked by its score and is not in it");
            if (order == 0 && found.Current != wanted.Current)
                findings.Problem(
                    "run",
                    where,
                    $"{Name(found.Current)} has {found.Current.Tokens} tokens in it and {wanted.Current.Tokens} in its scores"
                );
            if (order <= 0)
            {
                previous = found.Current;
                hasFound = found.MoveNext();
            }

            if (order >= 0)
                hasWanted = wanted.MoveNext();
        }
    }

    private static string Name(OrderingEntry entry) => $"row {entry.Row} of shard {entry.Shard}";
}
