namespace FluxEntropy.Analysis.Bins;

/// <summary>One bin of a metric.</summary>
/// <param name="Bin">From 1, the lowest.</param>
/// <param name="Low">Its values are above this.</param>
/// <param name="High">Its values are at most this.</param>
/// <param name="Count">Rows.</param>
/// <param name="Share">Of all rows.</param>
/// <param name="TokenShare">Of all tokens; null where they are not known.</param>
/// <param name="Mean">Mean of the metric; null if the bin is empty.</param>
/// <param name="Accuracy">Share of outcomes that are true; null if there are none.</param>
/// <param name="Examples">Ids and texts, evenly spaced in the order of the metric.</param>
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
