using System.Text.RegularExpressions;

namespace FluxEntropy.Tests.Documentation;

/// <summary>The repository's Markdown pages and what they mention.</summary>
internal static partial class MarkdownFiles
{
    private static readonly string[] BuildFolders = ["bin", "obj", ".git", "node_modules"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every page, as a path relative to <see cref="Root"/>.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Files("*.md")];

    /// <summary>Every source file, as a path relative to <see cref="Root"/>.</summary>
    public static IReadOnlyList<string> Sources { get; } = [.. Files("*.cs"), .. Files("*.proto"), .. Files("*.py")];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Targets of the links in a page.</summary>
    public static IEnumerable<string> Links(string page) =>
        Link().Matches(WithoutCodeBlocks(page)).Select(match => match.Groups["target"].Value);

    /// <summary>What stands between backticks in a page.</summary>
    public static IEnumerable<string> CodeSpans(string page) =>
        CodeSpan().Matches(WithoutCodeBlocks(page)).Select(match => match.Groups["code"].Value);

    /// <summary>Anchors that GitHub gives the headings of a page.</summary>
    public static IEnumerable<string> Anchors(string page) =>
        Heading()
            .Matches(WithoutCodeBlocks(page))
            .Select(match => NotInAnchor().Replace(match.Groups["text"].Value.Trim().ToLowerInvariant(), ""))
            .Select(text => text.Replace(' ', '-'));

    private static string WithoutCodeBlocks(string page) => CodeBlock().Replace(Read(page), "");

    private static IEnumerable<string> Files(string pattern) =>
        Directory
            .EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(BuildFolders.Contains));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FluxEntropy.sln")))
            folder = folder.Parent
                ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        return folder.FullName;
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`(?<code>[^`\n]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
