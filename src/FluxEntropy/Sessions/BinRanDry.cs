namespace FluxEntropy.Sessions;

/// <summary>The next step cannot be planned: the curriculum in force says to stop where a bin runs dry, and this one did.</summary>
public sealed record BinRanDry(long Step, int Bin) : SessionLogEntry;
