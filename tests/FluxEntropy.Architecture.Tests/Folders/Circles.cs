namespace FluxEntropy.Architecture.Tests.Folders;

/// <summary>Finds folders that reach each other.</summary>
internal static class Circles
{
    /// <summary>Each circle as text: its folders, and the types that make each arrow between them.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyCollection<Edge> edges)
    {
        var reachable = edges
            .SelectMany(edge => new[] { edge.From, edge.To })
            .Distinct()
            .ToDictionary(folder => folder, folder => Reach(folder, edges));
        return
        [
            .. reachable
                .Keys.Where(folder => reachable[folder].Contains(folder))
                .GroupBy(folder =>
                    string.Join(", ", reachable[folder].Where(other => reachable[other].Contains(folder)).Order())
                )
                .Select(circle => Describe(circle.Key, [.. circle], edges)),
        ];
    }

    private static HashSet<string> Reach(string start, IReadOnlyCollection<Edge> edges)
    {
        var reached = new HashSet<string>();
        var left = new Stack<string>([start]);
        while (left.TryPop(out var folder))
        {
            foreach (var edge in edges.Where(edge => edge.From == folder && edge.To != folder))
            {
                if (reached.Add(edge.To))
                    left.Push(edge.To);
            }
        }
        return reached;
    }

    private static string Describe(string name, HashSet<string> folders, IReadOnlyCollection<Edge> edges)
    {
        var arrows = edges
            .Where(edge => edge.From != edge.To && folders.Contains(edge.From) && folders.Contains(edge.To))
            .GroupBy(edge => (edge.From, edge.To))
            .OrderBy(arrow => arrow.Count())
            .Select(arrow =>
                $"  {arrow.Key.From} -> {arrow.Key.To}: "
                + string.Join(", ", arrow.Select(edge => $"{edge.User} uses {edge.Used}").Distinct().Order().Take(8))
            );
        return $"{name} import each other:\n{string.Join('\n', arrows)}";
    }
}
