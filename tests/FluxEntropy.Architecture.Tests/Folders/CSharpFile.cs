using System.Text.RegularExpressions;

namespace FluxEntropy.Architecture.Tests.Folders;

/// <summary>A source file of a project.</summary>
/// <param name="Path">From the project's folder.</param>
/// <param name="Folder">The folder as the namespace that it stands for.</param>
/// <param name="Namespace">The namespace declared, or null where there is none.</param>
/// <param name="Text">The code, without comments.</param>
internal sealed partial record CSharpFile(string Path, string Folder, string? Namespace, string Text)
{
    public static IEnumerable<CSharpFile> AllOf(string project) =>
        SourceTree
            .Files($"src/{project}", "*.cs")
            .Select(path =>
                Read(project, path, File.ReadAllText(System.IO.Path.Combine(SourceTree.Root, "src", project, path)))
            );

    public static CSharpFile Read(string project, string path, string text)
    {
        var folder = System.IO.Path.GetDirectoryName(path)!.Replace('/', '.');
        var code = Comment().Replace(text, "");
        return new CSharpFile(
            path,
            folder.Length == 0 ? project : $"{project}.{folder}",
            Declaration().Match(code) is { Success: true } match ? match.Groups[1].Value : null,
            code
        );
    }

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex("(?<!:)//[^\n]*")]
    private static partial Regex Comment();
}
