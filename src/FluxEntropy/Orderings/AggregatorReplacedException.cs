namespace FluxEntropy.Orderings;

/// <summary>Another activation of an aggregator moved its record on: open it anew.</summary>
public sealed class AggregatorReplacedException(string message) : InvalidOperationException(message);
