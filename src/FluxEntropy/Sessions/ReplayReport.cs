namespace FluxEntropy.Sessions;

/// <summary>How many steps were planned anew, and what differed.</summary>
public sealed record ReplayReport(long Steps, IReadOnlyList<string> Problems);
