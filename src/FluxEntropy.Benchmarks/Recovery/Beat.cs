namespace FluxEntropy.Benchmarks.Recovery;

/// <summary>When the documents of one beat were sent, accepted and scored, in timestamps of the stopwatch.</summary>
internal sealed record Beat(long Sent, long Accepted, long Scored);
