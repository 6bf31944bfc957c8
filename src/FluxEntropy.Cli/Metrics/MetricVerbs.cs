using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Metrics;

/// <summary><c>flux metric …</c></summary>
internal static class MetricVerbs
{
    public static VerbGroup Group() => new("metric", "Look at the metrics that there are", new MetricListVerb());
}
