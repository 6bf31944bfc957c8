namespace FluxEntropy.Benchmarks.Processes;

/// <summary>A process of a cluster.</summary>
/// <param name="Roles">Its roles, as <c>flux serve --roles</c> takes them.</param>
/// <param name="Process">The process.</param>
/// <param name="Address">Where it serves.</param>
internal sealed record ClusterProcess(string Roles, ChildProcess Process, Uri Address);
