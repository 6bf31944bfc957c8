using System.Text.Json;
using FluxEntropy.Grains.Fencing;
using FluxEntropy.Logs;
using FluxEntropy.Storage;
using StackExchange.Redis;

namespace FluxEntropy.Server.Clustering;

/// <summary>Reads the fencing records that a cluster keeps in Redis.</summary>
internal static class RedisFences
{
    private const int PageSize = 1000;

    // Orleans' own key and field: {ServiceId}/state/{grain}/{name}, a hash.
    private const string DataField = "data";

    /// <summary>Adds how much of each log was committed, where that is further than what is known of it.</summary>
    public static async Task ReadAsync(
        ClusterSettings cluster,
        Dictionary<string, LogCommit> logs,
        List<(string Where, string What)> problems
    )
    {
        try
        {
            await RedisGate.AskAsync(cluster, database => ReadAsync(database, cluster.Id, logs));
        }
        catch (Exception failure) when (failure is IOException or JsonException or FormatException)
        {
            problems.Add(
                (
                    DataLayout.Cluster,
                    $"the fences of its logs are in Redis and cannot be read: {failure.Message} Or check --without-fences"
                )
            );
        }
    }

    private static async Task ReadAsync(IDatabase database, string cluster, Dictionary<string, LogCommit> logs)
    {
        var (begin, end) = ($"{cluster}/state/", $"/{FencedLogs.StateName}");
        foreach (var server in database.Multiplexer.GetServers().Where(server => !server.IsReplica))
        {
            await foreach (var key in server.KeysAsync(database.Database, $"{begin}*{end}", PageSize))
            {
                if (await database.HashGetAsync(key, DataField) is not { HasValue: true } data)
                    continue;
                var folder = FencedLogs.FolderOf(key.ToString()[begin.Length..^end.Length]);
                var commit = FencedLogs.Read((byte[])data!);
                if (!logs.TryGetValue(folder, out var known) || IsAfter(commit, known))
                    logs[folder] = commit;
            }
        }
    }

    private static bool IsAfter(LogCommit commit, LogCommit known) =>
        (commit.Term, commit.Length).CompareTo((known.Term, known.Length)) > 0;
}
