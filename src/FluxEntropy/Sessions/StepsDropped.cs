namespace FluxEntropy.Sessions;

/// <summary>Steps from <paramref name="FromStep"/> on count no more: the branch that is opened next plans them anew.</summary>
public sealed record StepsDropped(long FromStep) : SessionLogEntry;
