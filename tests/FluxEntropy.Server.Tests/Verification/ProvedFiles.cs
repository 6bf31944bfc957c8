using System.Text.RegularExpressions;
using FluxEntropy.Server.Tests.Documentation;

namespace FluxEntropy.Server.Tests.Verification;

/// <summary>The table of docs/verification.md: kinds of files, and which damage to them is not noticed.</summary>
internal sealed partial class ProvedFiles
{
    private static readonly string[] Damages = ["flipped", "cut", "removed"];

    private readonly List<Kind> _kinds = [];

    public static ProvedFiles Read()
    {
        var table = new ProvedFiles();
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "docs", "verification.md")))
        {
            if (!line.StartsWith("| `", StringComparison.Ordinal))
                continue;
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            var unnoticed = Damages.Where(damage => Regex.IsMatch(cells[3], $@"\b{damage}\b")).ToHashSet();
            var most = Size().Match(cells[3]) is { Success: true } size
                ? int.Parse(size.Groups[1].Value)
                : int.MaxValue;
            foreach (Match pattern in Quoted().Matches(cells[1]))
                table._kinds.Add(
                    new Kind(Expression(pattern.Groups[1].Value), pattern.Groups[1].Value, unnoticed, most)
                );
        }
        return table;
    }

    /// <summary>The kind of a file, which is exactly one.</summary>
    public string KindOf(string path) => Find(path).Pattern;

    /// <summary>Whether the table says that a damage to a file of that many bytes may pass.</summary>
    public bool MayPass(string path, string damage, int bytes) =>
        Find(path) is var kind && kind.Unnoticed.Contains(damage) && bytes <= kind.MostBytes;

    private Kind Find(string path) =>
        _kinds.Where(kind => kind.Path.IsMatch(path)).ToArray() is [var only]
            ? only
            : throw new InvalidDataException($"'{path}' is of no kind, or of several, in docs/verification.md");

    private static Regex Expression(string pattern) =>
        new($"^{Regex.Escape(pattern).Replace(@"\*", "[^/]+", StringComparison.Ordinal)}$");

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\((\d+) bytes\)")]
    private static partial Regex Size();

    private sealed record Kind(Regex Path, string Pattern, HashSet<string> Unnoticed, int MostBytes);
}
