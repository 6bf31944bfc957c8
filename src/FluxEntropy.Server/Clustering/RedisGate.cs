using FluxEntropy.Storage;
using StackExchange.Redis;

namespace FluxEntropy.Server.Clustering;

/// <summary>Looks at Redis before anything is started on it, so that what is wrong with it is one clear line.</summary>
internal static class RedisGate
{
    /// <summary>Checks that Redis answers.</summary>
    /// <exception cref="IOException">It does not.</exception>
    public static Task PingAsync(ClusterSettings cluster) => AskAsync(cluster, database => database.PingAsync());

    /// <summary>Checks that Redis answers, and that no other data folder goes by the cluster's name there.</summary>
    /// <exception cref="IOException">Redis does not answer.</exception>
    /// <exception cref="DataFolderException">The cluster of that name has another data folder.</exception>
    public static Task ClaimAsync(ClusterSettings cluster, DataFolder folder) => AskAsync(cluster, async database =>
        {
            var key = $"{cluster.Id}/folder";
            await database.StringSetAsync(key, folder.Id, when: When.NotExists);
            if (await database.StringGetAsync(key) is var known && known != folder.Id)
                throw new DataFolderException(
                    $"the cluster '{cluster.Id}' in Redis at {cluster.RedisName} keeps its data in "
                        + $"another folder than '{folder.Files.Root}' (folder {known}, not {folder.Id}): "
                        + "name that folder with --data, or another cluster with --cluster-id"
                );
        });

    /// <summary>Asks over a connection that is closed again.</summary>
    /// <exception cref="IOException">Redis does not answer, or refuses.</exception>
    public static async Task AskAsync(ClusterSettings cluster, Func<IDatabase, Task> ask)
    {
        var options = cluster.Redis.Clone();
        options.AbortOnConnectFail = true;
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
            await ask(connection.GetDatabase());
        }
        catch (RedisException exception)
        {
            throw new IOException(
                $"Cannot use Redis at {cluster.RedisName}: {Reason(exception)}. Is it running there? "
                    + "Name another with --store redis:HOST:PORT.",
                exception
            );
        }
    }

    // StackExchange.Redis says in its messages how to use StackExchange.Redis.
    private static string Reason(RedisException exception) =>
        exception switch
        {
            RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } =>
                $"it refuses the password, or wants one ({RedisPassword.File} or {RedisPassword.Variable})",
            RedisConnectionException => "it does not answer",
            _ => exception.Message.ReplaceLineEndings(" ").TrimEnd('.'),
        };
}
