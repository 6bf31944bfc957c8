using System.Text.RegularExpressions;
using Mono.Cecil;

namespace FluxEntropy.Architecture.Tests.Folders;

/// <summary>Constants of other folders that a file names: the compiler copies their values, so that assemblies do not tell.</summary>
internal static partial class ConstantEdges
{
    public static IReadOnlyCollection<Edge> Read(
        string path,
        IEnumerable<(string Namespace, string Name, string Text)> files
    )
    {
        using var module = ModuleDefinition.ReadModule(path);
        var constants = module
            .Types.Where(AssemblyEdges.IsWritten)
            .SelectMany(type => type.Fields.Where(field => field.HasConstant && !type.IsEnum))
            .ToLookup(field => $"{field.DeclaringType.Name}.{field.Name}", field => field.DeclaringType.Namespace);
        return
        [
            .. from file in files
            from name in Qualified().Matches(file.Text).Select(match => match.Value).Distinct()
            from owner in constants[name].Distinct()
            where owner != file.Namespace
            select new Edge(file.Namespace, owner, file.Name, name),
        ];
    }

    [GeneratedRegex(@"\b[A-Z]\w*\.[A-Z]\w*\b")]
    private static partial Regex Qualified();
}
