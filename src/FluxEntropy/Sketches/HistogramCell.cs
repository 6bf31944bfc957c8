namespace FluxEntropy.Sketches;

/// <summary>A cell of a histogram with what it holds.</summary>
/// <param name="Cell">Cell index under the metric's <see cref="CellMapping"/>.</param>
/// <param name="LowerBound">No value in the cell is smaller.</param>
/// <param name="UpperBound">No value in the cell is larger.</param>
/// <param name="Documents">Documents in the cell.</param>
/// <param name="Tokens">Tokens of those documents.</param>
public readonly record struct HistogramCell(
    int Cell,
    double LowerBound,
    double UpperBound,
    long Documents,
    long Tokens
);
