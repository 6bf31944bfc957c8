namespace FluxEntropy.Sessions;

/// <summary>A step was planned; committed, it counts as handed out. The hash is that of the tokens it stands for.</summary>
public sealed record StepPlanned(PlannedStep Step, ulong TokenHash) : SessionLogEntry;
