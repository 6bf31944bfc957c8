namespace FluxEntropy.Sketches;

/// <summary>A quantile as a sketch knows it.</summary>
/// <param name="Value">Midpoint of the cell that holds the quantile.</param>
/// <param name="LowerBound">The exact quantile is not below this value.</param>
/// <param name="UpperBound">The exact quantile is not above this value.</param>
/// <param name="RankError">
/// Share of all mass that lies in the cell: by how much the rank of <paramref name="Value"/> can differ from the one asked
/// for. [0, 1]
/// </param>
public readonly record struct QuantileAnswer(double Value, double LowerBound, double UpperBound, double RankError);
