namespace FluxEntropy.Repairs;

/// <summary>One thing that a repair does: a damaged file that follows from others is made anew, or removed so that it is.</summary>
/// <param name="Path">The file or folder, relative to the data folder.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="Remedy">What is done, such as <c>made anew from the log</c>.</param>
/// <param name="DoAsync">Does it.</param>
public sealed record RepairStep(string Path, string Problem, string Remedy, Func<CancellationToken, Task> DoAsync);
