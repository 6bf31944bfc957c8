namespace FluxEntropy.Analysis.Statistics;

/// <summary>A coefficient with its standard error, z, two-sided p and interval of 95%.</summary>
public readonly record struct Term(
    string Name,
    double Coef,
    double StdErr,
    double Z,
    double P,
    double CiLow,
    double CiHigh
);
