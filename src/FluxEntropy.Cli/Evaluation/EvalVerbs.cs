using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Evaluation;

/// <summary><c>flux eval …</c></summary>
internal static class EvalVerbs
{
    public static VerbGroup Group() => new("eval", "Ask a model the questions of a benchmark", new EvalHellaSwagVerb());
}
