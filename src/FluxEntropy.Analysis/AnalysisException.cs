namespace FluxEntropy.Analysis;

/// <summary>What was asked for cannot be answered from what was given; the message says why, and what to do.</summary>
public sealed class AnalysisException(string message) : Exception(message);
