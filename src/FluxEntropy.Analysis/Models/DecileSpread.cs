namespace FluxEntropy.Analysis.Models;

/// <summary>How far models disagree about the texts of one tenth of an order: means over its texts of what varies between models.</summary>
public sealed record DecileSpread(
    int Decile,
    int N,
    double MeanVarDdof1,
    double MeanSdDdof1,
    double MedianSdDdof1,
    double MeanRange
);
