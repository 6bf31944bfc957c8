namespace FluxEntropy.Logs;

/// <summary>
/// How much of a term of a log counts: everything before <paramref name="Length"/>, whose last record carries
/// <paramref name="Hash"/>.
/// </summary>
/// <param name="Term">The writer's term, from 1.</param>
/// <param name="Length">Bytes of the term's file; 0 if the term was raised and nothing of it is committed yet.</param>
/// <param name="Hash">Chained hash at that length; 0 with length 0.</param>
public readonly record struct LogCommit(long Term, long Length, ulong Hash);
