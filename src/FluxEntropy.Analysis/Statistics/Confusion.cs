namespace FluxEntropy.Analysis.Statistics;

/// <summary>Outcomes against predictions above one half.</summary>
public readonly record struct Confusion(int Tn, int Fp, int Fn, int Tp);
