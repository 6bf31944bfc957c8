namespace FluxEntropy.Models.Tokenizers.PreTokenizers;

/// <summary>Joins matches and what lies between them to pieces.</summary>
internal static class Stretches
{
    /// <param name="stretches">Where each begins and ends, one after the other, and whether it is a match.</param>
    /// <param name="behavior">What becomes of matches.</param>
    internal static IEnumerable<(int Start, int End)> Join(
        List<(int Start, int End, bool IsMatch)> stretches,
        SplitBehavior behavior
    )
    {
        switch (behavior)
        {
            case SplitBehavior.Removed:
                return stretches.Where(stretch => !stretch.IsMatch).Select(stretch => (stretch.Start, stretch.End));
            case SplitBehavior.MergedWithPrevious:
                return Merge(stretches, (before, after) => after.IsMatch && !before.IsMatch);
            case SplitBehavior.MergedWithNext:
                return Merge(stretches, (before, after) => before.IsMatch && !after.IsMatch);
            case SplitBehavior.Contiguous:
                return Merge(stretches, (before, after) => before.IsMatch == after.IsMatch);
            default:
                return stretches.Select(stretch => (stretch.Start, stretch.End));
        }
    }

    /// <summary>Neighbours that belong together become one piece.</summary>
    private static IEnumerable<(int Start, int End)> Merge(
        List<(int Start, int End, bool IsMatch)> stretches,
        Func<(int Start, int End, bool IsMatch), (int Start, int End, bool IsMatch), bool> together
    )
    {
        for (var first = 0; first < stretches.Count; )
        {
            var last = first;
            while (last + 1 < stretches.Count && together(stretches[last], stretches[last + 1]))
                last++;
            yield return (stretches[first].Start, stretches[last].End);
            first = last + 1;
        }
    }
}
