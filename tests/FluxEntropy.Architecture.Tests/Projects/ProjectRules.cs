using System.Xml.Linq;
using Mono.Cecil;

namespace FluxEntropy.Architecture.Tests.Projects;

/// <summary>What projects may use: projects below them, and of the large frameworks those that they are there for.</summary>
internal static class ProjectRules
{
    private static readonly (string Framework, string[] Prefixes)[] Frameworks =
    [
        ("Torch", ["TorchSharp", "libtorch"]),
        ("Orleans", ["Orleans", "Microsoft.Orleans"]),
        ("gRPC", ["Grpc", "Google.Protobuf", "FluxEntropy.Protocol"]),
        ("ASP.NET", ["Microsoft.AspNetCore"]),
    ];

    /// <summary>Projects from the bottom up, and the frameworks that each may use. Those of one layer do not see each other.</summary>
    private static readonly (string Project, int Layer, string[] Frameworks)[] Layers =
    [
        ("FluxEntropy", 0, []),
        ("FluxEntropy.Protocol", 0, ["gRPC"]),
        ("FluxEntropy.Analysis", 1, []),
        ("FluxEntropy.Models", 1, ["Torch", "Protobuf"]),
        ("FluxEntropy.Grains", 1, ["Orleans"]),
        ("FluxEntropy.Client", 1, ["gRPC"]),
        ("FluxEntropy.Server", 2, ["Orleans", "gRPC", "ASP.NET"]),
        ("FluxEntropy.Benchmarks", 3, ["Torch", "Orleans", "gRPC", "ASP.NET"]),
        ("FluxEntropy.Cli", 4, ["Torch", "Orleans", "gRPC", "ASP.NET"]),
    ];

    /// <summary>Frameworks that an assembly or a package belongs to.</summary>
    public static string? FrameworkOf(string name) =>
        Frameworks
            .FirstOrDefault(framework =>
                framework.Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            )
            .Framework;

    /// <summary>Whatever a project refers to and must not, one line each.</summary>
    /// <param name="project">The project.</param>
    /// <param name="references">Projects, packages, frameworks and assemblies that it refers to.</param>
    public static IReadOnlyList<string> Violations(string project, IEnumerable<string> references)
    {
        if (LayerOf(project) is not { } layer)
            return [$"{project} has no place in the order of projects: give it one in {nameof(ProjectRules)}."];
        return [.. references.Distinct().Select(reference => Violation(project, layer, reference)).OfType<string>()];
    }

    private static string? Violation(string project, int layer, string reference)
    {
        if (LayerOf(reference) is { } other && other >= layer)
            return $"{project} refers to {reference}, which is not below it.";
        return FrameworkOf(reference) is { } framework && !MayUse(project, framework, reference)
            ? $"{project} refers to {reference}: {framework} does not belong there."
            : null;
    }

    /// <summary>What a project's file and its assembly refer to.</summary>
    public static IEnumerable<string> ReferencesOf(string project)
    {
        using var module = ModuleDefinition.ReadModule(SourceTree.AssemblyOf(project));
        return
        [
            .. module.AssemblyReferences.Select(assembly =>
                assembly.Name == "flux" ? "FluxEntropy.Cli" : assembly.Name
            ),
            .. XDocument
                .Load(SourceTree.ProjectFile(project))
                .Descendants()
                .Where(item => item.Name.LocalName is "ProjectReference" or "PackageReference" or "FrameworkReference")
                .Select(item => item.Attribute("Include")!.Value)
                .Select(name => name.EndsWith(".csproj", StringComparison.Ordinal) ? ProjectName(name) : name),
        ];
    }

    private static int? LayerOf(string project) =>
        Layers.FirstOrDefault(layer => layer.Project == project) is { Project: not null } found ? found.Layer : null;

    // Model files of sentencepiece are protobuf: Models reads them, and calls nobody.
    private static bool MayUse(string project, string framework, string reference) =>
        Layers.First(layer => layer.Project == project).Frameworks is var allowed
        && (
            allowed.Contains(framework)
            || (allowed.Contains("Protobuf") && reference.StartsWith("Google.Protobuf", StringComparison.Ordinal))
        );

    private static string ProjectName(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
}
