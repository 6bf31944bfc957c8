namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Equal classes by leaving rows of the larger one out, chosen by a seed.</summary>
public static class Balancing
{
    /// <summary>
    /// Rows that are kept, in their order: all of the smaller class, and as many of the other, those that pandas'
    /// sample takes by that seed.
    /// </summary>
    public static int[] Rows(IReadOnlyList<bool> outcomes, uint seed)
    {
        var classes = Enumerable.Range(0, outcomes.Count).ToLookup(row => outcomes[row]);
        var (larger, smaller) =
            classes[true].Count() > classes[false].Count()
                ? (classes[true].ToArray(), classes[false].ToArray())
                : (classes[false].ToArray(), classes[true].ToArray());
        var kept = new MersenneTwister(seed).Sample(larger.Length, smaller.Length).Select(i => larger[i]);
        return [.. smaller.Concat(kept).Order()];
    }
}
