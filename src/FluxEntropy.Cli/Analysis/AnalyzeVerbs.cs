using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Analysis;

/// <summary><c>flux analyze …</c></summary>
internal static class AnalyzeVerbs
{
    public static VerbGroup Group() =>
        new(
            "analyze",
            "Statistics and pictures of scores, as a page, PNG, SVG, CSV and JSON",
            new AnalyzeModelsVerb(),
            new AnalyzeEvalVerb(),
            new AnalyzeBinsVerb(),
            new AnalyzeTextVerb()
        );
}
