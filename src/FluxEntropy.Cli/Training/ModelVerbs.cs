using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Training;

/// <summary><c>flux model …</c></summary>
internal static class ModelVerbs
{
    public static VerbGroup Group() => new("model", "Build the shipped model", new ModelTrainVerb());
}
