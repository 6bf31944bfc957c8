namespace FluxEntropy.Analysis.Statistics;

/// <summary>A statistic that does not exist for the data given; the message says why, and what to do.</summary>
public class StatisticsException(string message) : Exception(message);
