namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Texts that occur more than once.</summary>
internal static class DuplicateNumbers
{
    public static Dictionary<string, object?> Of(string[] texts, bool[] outcomes)
    {
        var groups = texts.Index().GroupBy(pair => pair.Item, pair => pair.Index).ToArray();
        var duplicates = groups.Where(group => group.Count() > 1).ToArray();
        return new()
        {
            ["n_unique"] = groups.Length,
            ["rows_in_dup_groups"] = duplicates.Sum(group => group.Count()),
            ["groups"] = duplicates.Length,
            ["groups_with_mixed_label"] = duplicates.Count(group =>
                group.Select(row => outcomes[row]).Distinct().Count() > 1
            ),
        };
    }
}
