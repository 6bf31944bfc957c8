using System.CommandLine;
using System.Runtime.Loader;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Metrics;

namespace FluxEntropy.Cli.Metrics;

/// <summary>Metrics from other assemblies. Loading one runs its code with the rights of this process, so only a person names one.</summary>
internal sealed class MetricAssemblies
{
    public Option<string[]> Option { get; } =
        new("--metrics-assembly")
        {
            Description =
                "Assembly with further metrics; its code is trusted and runs in this process. May be given again",
            HelpName = "FILE",
        };

    /// <summary>The built-in metrics and those of the assemblies that were named.</summary>
    /// <exception cref="WrongUsageException">A file is not an assembly with metrics.</exception>
    public MetricCatalog Read(ParseResult arguments)
    {
        var catalog = MetricCatalog.BuiltIn;
        foreach (var file in arguments.GetValue(Option) ?? [])
            catalog = Add(catalog, Path.GetFullPath(file));
        return catalog;
    }

    private static MetricCatalog Add(MetricCatalog catalog, string path)
    {
        try
        {
            return catalog.With(AssemblyLoadContext.Default.LoadFromAssemblyPath(path));
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or BadImageFormatException)
        {
            throw new WrongUsageException(
                $"--metrics-assembly: {path} cannot be used: {exception.Message.ReplaceLineEndings(" ")}"
            );
        }
    }
}
