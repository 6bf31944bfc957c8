namespace FluxEntropy.Storage;

/// <summary>A cluster that shares a data folder.</summary>
/// <param name="Id">Name of the cluster.</param>
/// <param name="Store">Where its membership and fencing records are, in words.</param>
public sealed record ClusterIdentity(string Id, string Store);
