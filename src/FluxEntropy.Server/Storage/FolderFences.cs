using FluxEntropy.Logs;
using FluxEntropy.Server.Clustering;
using FluxEntropy.Storage;
using StackExchange.Redis;

namespace FluxEntropy.Server.Storage;

/// <summary>How much of the logs of a data folder was committed, wherever that is kept.</summary>
internal static class FolderFences
{
    /// <param name="data">The folder.</param>
    /// <param name="isLive">Whether servers may be using it.</param>
    /// <param name="redis">The cluster's Redis; null for the one that the folder names.</param>
    public static async Task<CommittedLogs> ReadAsync(DataFolder data, bool isLive, ConfigurationOptions? redis)
    {
        var logs = new Dictionary<string, LogCommit>();
        var problems = new List<(string, string)>();
        if (data.Files.Exists(DataLayout.StateDatabase) || data.Cluster is null)
            SqliteFences.Read(data.Files, isLive, logs, problems);
        if (data.Cluster is { } cluster)
            await RedisFences.ReadAsync(
                new ClusterSettings { Id = cluster.Id, Redis = redis ?? ClusterSettings.ParseRedis(cluster.Store) },
                logs,
                problems
            );
        return new CommittedLogs(logs, problems);
    }
}
