namespace FluxEntropy.Architecture.Tests.Style;

/// <summary>
/// The lines that are too wide still: <c>wide-lines.txt</c> has how many, and the file, a line each. It may only shrink; when it is
/// empty, it goes.
/// </summary>
internal static class WideLines
{
    private static readonly Dictionary<string, int> Allowed = File.ReadLines(
            Path.Combine(SourceTree.Root, "tests", "FluxEntropy.Architecture.Tests", "Style", "wide-lines.txt")
        )
        .Select(line => line.Split(' '))
        .ToDictionary(fields => fields[1], fields => int.Parse(fields[0]));

    public static int AllowedIn(string path) => Allowed.GetValueOrDefault(path);
}
