using System.Globalization;
using FluxEntropy.Curricula;
using FluxEntropy.Orderings;
using FluxEntropy.Sketches;

namespace FluxEntropy.Sessions;

/// <summary>Says what the bins of a curriculum are like over an ordering, where that is not what a person would expect.</summary>
public static class BinNotes
{
    /// <summary>
    /// Names the bins that are empty, why, and what bins of equal weight would serve in their place; nothing where none is empty.
    /// </summary>
    public static IEnumerable<string> Of(Curriculum curriculum, SnapshotOrdering ordering)
    {
        var bounds = ordering.BinBounds(curriculum.Bins, curriculum.Mass);
        var isFilled = Enumerable
            .Range(0, curriculum.Bins)
            .Select(bin => ordering.TokensBefore(bounds[bin]) < ordering.TokensBefore(bounds[bin + 1]))
            .ToArray();
        int[] empty = [.. Enumerable.Range(0, curriculum.Bins).Where(bin => !isFilled[bin])];
        if (empty.Length == 0 || empty.Length == curriculum.Bins)
            yield break;
        var shares = new double[curriculum.Bins];
        for (var bin = 0; bin < curriculum.Bins; bin++)
            shares[BinSearch.Nearest(bin, curriculum.Bins, other => isFilled[other])] += 1.0 / curriculum.Bins;
        yield return $"{Named(empty)} of {curriculum.Bins} {(empty.Length == 1 ? "is" : "are")} empty: {Why()}. Each passes its "
            + $"weight to the nearest bin that has documents, so that uniform weights serve {Percents(shares)}.";

        string Why()
        {
            if (curriculum.Mass == Mass.Documents || ordering.Count < curriculum.Bins)
                return $"{ordering.Count} ranked documents are too few for so many bins";
            var longest = empty
                .Where(bin => bounds[bin] > 0)
                .Select(bin => (long)ordering.EntryAt(bounds[bin] - 1).Tokens)
                .DefaultIfEmpty()
                .Max();
            var share = (double)longest / ordering.TotalTokens;
            return $"one document has {Percent(share)} of all ranked tokens, more than a bin; split it before you ingest it, or ask "
                + "for fewer bins";
        }
    }

    private static string Named(int[] bins)
    {
        var names = bins.Select(bin => (bin + 1).ToString(CultureInfo.InvariantCulture)).ToArray();
        return names.Length == 1 ? $"bin {names[0]}" : $"bins {string.Join(", ", names[..^1])} and {names[^1]}";
    }

    private static string Percents(double[] shares) => string.Join(", ", shares.Select(Percent));

    private static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + "%";
}
