using FluxEntropy.Cli.Output;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Queries;

/// <summary>A scored document as scripts read it.</summary>
internal static class ScoredDocumentJson
{
    public static object Of(ScoredDocument document, bool hasText) =>
        new
        {
            document.Id,
            state = document.State.ToString().ToLowerInvariant(),
            document.Shard,
            document.Row,
            document.Rank,
            document.Tokens,
            document.HeldOut,
            metrics = document
                .Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal)
                .ToDictionary(metric => metric.Key, metric => JsonOutput.Finite(metric.Value)),
            document.Metadata,
            failure = document.Failure.Length > 0 ? document.Failure : null,
            text = hasText ? document.Text : null,
        };
}
