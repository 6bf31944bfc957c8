namespace FluxEntropy.Analysis.Models;

/// <summary>Short names of models.</summary>
internal static class ModelNames
{
    /// <summary>Names without what all of them begin or end with: organisations, data sets, extensions.</summary>
    public static string[] Short(string[] names)
    {
        var parts = names.Select(Parts).ToArray();
        var shortest = parts.Min(part => part.Length);
        var suffix = Enumerable
            .Range(1, shortest - 1)
            .TakeWhile(i => parts.All(part => part[^i] == parts[0][^i]))
            .Count();
        // If every name has more than one part left, the first ones are the organisation.
        var prefix = parts.All(part => part.Length - suffix > 1) ? parts.Min(part => part.Length - suffix) - 1 : 0;
        var shortened = parts.Select(part => string.Join('_', part[prefix..(part.Length - suffix)])).ToArray();
        return shortened.Distinct().Count() == names.Length ? shortened : names;
    }

    private static string[] Parts(string name) =>
        name.Replace(".json", "", StringComparison.OrdinalIgnoreCase).Split('_', '/');
}
