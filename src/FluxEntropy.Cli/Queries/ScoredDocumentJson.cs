using FluxEntropy.Cli.Output;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Queries;

/// <summary>A scored document as scripts read it.</summary>
internal static class ScoredDocumentJson
{
    /// <param name="document">The document.</param>
    /// <param name="hasText">Whether its text was asked for.</param>
    /// <param name="isRanked">Whether it has a rank: not where it was asked for by its id, or held out.</param>
    public static object Of(ScoredDocument document, bool hasText, bool isRanked = true) =>
        new
        {
            document.Id,
            state = document.State.ToString().ToLowerInvariant(),
            document.Shard,
            document.Row,
            rank = isRanked && document.State is ScoredDocument.Types.State.Scored ? document.Rank : (ulong?)null,
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
