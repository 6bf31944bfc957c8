namespace FluxEntropy.Analysis.Bins;

/// <summary>One bin of a metric.</summary>
/// <param name="Bin">From 1, the lowest.</param>
/// <param name="Low">What is in it is above.</param>
/// <param name="High">What is in it is at most.</param>
/// <param name="Count">Rows.</param>
/// <param name="Share">Of all rows.</param>
/// <param name="TokenShare">Of all tokens; null where they are not known.</param>
/// <param name="Mean">Mean of the metric; null where it is empty.</param>
/// <param name="Accuracy">Share of outcomes that are true; null where there are none.</param>
/// <param name="Examples">Ids and texts, at even distances in the order of the metric.</param>
public sealed record BinFindings(
    int Bin,
    double Low,
    double High,
    int Count,
    double Share,
    double? TokenShare,
    double? Mean,
    double? Accuracy,
    IReadOnlyList<(string Id, double Value, string? Text)> Examples
);
