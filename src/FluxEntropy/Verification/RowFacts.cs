using FluxEntropy.Logs;

namespace FluxEntropy.Verification;

/// <summary>What is remembered of a row.</summary>
internal readonly record struct RowFacts(UInt128 TextHash, int Bytes, bool HeldOut, LogPosition Position);
