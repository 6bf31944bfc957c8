using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Training;

/// <summary><c>flux model …</c></summary>
internal static class ModelVerbs
{
    public static VerbGroup Group() => new("model", "Make the model that ships", new ModelTrainVerb());
}
