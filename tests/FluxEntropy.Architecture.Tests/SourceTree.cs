using System.Reflection;
using System.Xml.Linq;

namespace FluxEntropy.Architecture.Tests;

/// <summary>The repository that these tests were built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>Names of the projects under <c>src</c>.</summary>
    public static IReadOnlyList<string> Projects { get; } =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The assembly of a project, as it was built beside these tests.</summary>
    public static string AssemblyOf(string project)
    {
        var name = XDocument.Load(ProjectFile(project)).Descendants("AssemblyName").SingleOrDefault()?.Value ?? project;
        return Path.Combine(Root, "src", project, "bin", Configuration, "net10.0", name + ".dll");
    }

    /// <summary>The file of a project.</summary>
    public static string ProjectFile(string project) => Path.Combine(Root, "src", project, project + ".csproj");

    /// <summary>Files that people write below a folder of the repository, as paths from there with slashes.</summary>
    public static IEnumerable<string> Files(string folder, params string[] patterns) =>
        patterns
            .SelectMany(pattern =>
                Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            )
            .Select(path => Path.GetRelativePath(Path.Combine(Root, folder), path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "__pycache__" or "v1"))
            .Order(StringComparer.Ordinal);

    private static string Configuration =>
        typeof(SourceTree)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Configuration")
            .Value!;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FluxEntropy.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("FluxEntropy.sln is above no test folder.");
        return folder.FullName;
    }
}
