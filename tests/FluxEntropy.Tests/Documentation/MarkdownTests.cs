using System.Text.RegularExpressions;

namespace FluxEntropy.Tests.Documentation;

/// <summary>What the documentation names must exist, so that renaming a file or a type cannot leave the pages behind.</summary>
public sealed partial class MarkdownTests
{
    // A page may name a file from where it stands, from the top, or from the project that it describes.
    private static readonly string[] Bases =
    [
        "",
        "src",
        "src/FluxEntropy",
        "src/FluxEntropy.Models",
        "src/FluxEntropy.Server",
        "src/FluxEntropy.Cli",
        "tests",
        "tests/FluxEntropy.Models.Tests",
    ];

    public static TheoryData<string> Pages => [.. MarkdownFiles.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        foreach (var link in MarkdownFiles.Links(page).Where(link => !link.Contains("://", StringComparison.Ordinal)))
        {
            var (path, anchor) = link.Split('#') is [var file, var heading] ? (file, heading) : (link, null);
            var target = path.Length == 0 ? page : Relative(page, path);
            Assert.True(Exists(target), $"{page}: there is no '{link}'");
            if (anchor is not null)
                Assert.Contains(anchor, MarkdownFiles.Anchors(target));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Files_that_are_named_exist(string page)
    {
        foreach (var path in MarkdownFiles.CodeSpans(page).Where(code => FilePath().IsMatch(code) && !IsPattern(code)))
        {
            Assert.True(
                Exists(Relative(page, path)) || Bases.Any(folder => Exists(Path.Combine(folder, path))),
                $"{page}: there is no file or folder '{path}'"
            );
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Grains_that_are_named_in_text_and_drawings_exist(string page)
    {
        foreach (var grain in Grain().Matches(MarkdownFiles.Read(page)).Select(match => match.Value))
            Assert.True(Words.Value.Contains(grain), $"{page}: there is no '{grain}'");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Types_and_members_that_are_named_exist(string page)
    {
        foreach (var name in MarkdownFiles.CodeSpans(page).Where(code => Identifier().IsMatch(code)))
            Assert.True(Words.Value.Contains(name), $"{page}: no source file mentions '{name}'");
    }

    [Fact]
    public void Every_decision_is_listed_once_and_has_the_number_in_its_title()
    {
        var pages = MarkdownFiles
            .All.Select(page => page.Replace('\\', '/'))
            .Where(page => Decision().IsMatch(page))
            .Order()
            .ToList();
        var listed = MarkdownFiles
            .Links("docs/decisions/README.md")
            .Select(link => $"docs/decisions/{link}")
            .Where(page => Decision().IsMatch(page));

        Assert.NotEmpty(pages);
        Assert.Equal(pages, listed.Order());
        for (var i = 0; i < pages.Count; i++)
        {
            Assert.StartsWith($"docs/decisions/{i + 1:D4}-", pages[i], StringComparison.Ordinal);
            Assert.StartsWith($"# {i + 1:D4}. ", MarkdownFiles.Read(pages[i]), StringComparison.Ordinal);
        }
    }

    private static readonly Lazy<HashSet<string>> Words = new(() =>
        [
            .. MarkdownFiles.Sources.SelectMany(file =>
                Word().Matches(MarkdownFiles.Read(file)).Select(match => match.Value)
            ),
        ]
    );

    // Words that stand for any name, as in Families/NAME/NAMEFamily.cs.
    private static bool IsPattern(string path) =>
        path.Contains("NAME", StringComparison.Ordinal) || path.Contains("VERSION", StringComparison.Ordinal);

    private static string Relative(string page, string path) =>
        Path.GetRelativePath(
            MarkdownFiles.Root,
            Path.GetFullPath(path, Path.GetDirectoryName(Path.Combine(MarkdownFiles.Root, page))!)
        );

    private static bool Exists(string path) => Path.Exists(Path.Combine(MarkdownFiles.Root, path));

    // A path with a folder in it, to a source file or into one of the repository's own folders.
    [GeneratedRegex(
        @"^(?:[\w.-]+/)+[\w.-]+\.(?:cs|csproj|proto|py|md|sh|ya?ml|props)$|^(?:src|tests|docs|protos|deploy|\.ci)/[\w./-]*$"
    )]
    private static partial Regex FilePath();

    // PascalCase with at least two words in it: a name of the code, and not of a library's product or a signal.
    [GeneratedRegex("^I?[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+$")]
    private static partial Regex Identifier();

    [GeneratedRegex("[A-Z][A-Za-z]+Grain(?![A-Za-z])")]
    private static partial Regex Grain();

    [GeneratedRegex(@"^docs/decisions/\d{4}-[\w-]+\.md$")]
    private static partial Regex Decision();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
