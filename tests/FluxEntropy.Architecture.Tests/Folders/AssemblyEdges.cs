using Mono.Cecil;

namespace FluxEntropy.Architecture.Tests.Folders;

/// <summary>
/// What the types of an assembly use of each other, read from its metadata and code: a nested namespace sees its parents without
/// a using line, so sources do not tell. Folders are namespaces; another test holds them to that.
/// </summary>
internal static class AssemblyEdges
{
    public static IReadOnlyCollection<Edge> Read(string path)
    {
        using var module = ModuleDefinition.ReadModule(path);
        var edges = new HashSet<Edge>();
        foreach (var type in module.Types.Where(IsWritten))
        {
            foreach (var used in TypeUses.Of(type).Select(Outermost).Where(used => IsFrom(module, used)))
            {
                if (used.Namespace != type.Namespace)
                    edges.Add(new Edge(type.Namespace, used.Namespace, type.Name, used.Name));
            }
        }
        return edges;
    }

    /// <summary>Whether a person wrote the type: not the compiler, and no generator of serializers or messages.</summary>
    public static bool IsWritten(TypeReference type) =>
        type.Namespace.StartsWith("FluxEntropy", StringComparison.Ordinal)
        && !type.Name.StartsWith('<')
        && type.Namespace != "FluxEntropy.V1";

    private static bool IsFrom(ModuleDefinition module, TypeReference type) => type.Scope == module && IsWritten(type);

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } declaring)
            type = declaring;
        return type;
    }
}
