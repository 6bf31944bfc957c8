namespace FluxEntropy.Sketches;

/// <summary>A quantile as a sketch knows it.</summary>
/// <param name="Value">Midpoint of the cell that holds the quantile.</param>
/// <param name="LowerBound">The exact quantile is not below this value.</param>
/// <param name="UpperBound">The exact quantile is not above this value.</param>
/// <param name="RankError">Share of all mass that lies in the cell: by how much the rank of <paramref name="Value"/> can differ from the one asked for. [0, 1]</param>
public readonly record struct QuantileAnswer(double Value, double LowerBound, double UpperBound, double RankError);

/// <summary>A rank as a sketch knows it: the mass strictly below a value lies in [<paramref name="Below"/>, <paramref name="Below"/> + <paramref name="Error"/>].</summary>
/// <param name="Below">Mass of the cells that lie wholly below the value.</param>
/// <param name="Error">Mass of the cell that the value itself falls into.</param>
public readonly record struct RankAnswer(long Below, long Error);

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
