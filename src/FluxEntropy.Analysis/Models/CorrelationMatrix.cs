namespace FluxEntropy.Analysis.Models;

/// <summary>A coefficient between every two models, with its p values. [models][models]</summary>
public sealed record CorrelationMatrix(double[][] R, double[][] P);
