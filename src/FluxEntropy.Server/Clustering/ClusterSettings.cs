using System.Net;
using StackExchange.Redis;

namespace FluxEntropy.Server.Clustering;

/// <summary>
/// How a process takes part in a cluster: several processes over one shared data folder, with membership and fencing
/// records in Redis.
/// </summary>
public sealed record ClusterSettings
{
    /// <summary>Where Redis is, and how to talk to it.</summary>
    public required ConfigurationOptions Redis { get; init; }

    /// <summary>Name of the cluster; several may use one Redis. The default value is <c>fluxentropy</c>.</summary>
    public string Id { get; init; } = "fluxentropy";

    /// <summary>Port for the other processes of the cluster; 0 takes a free one. The default value is 0.</summary>
    public int SiloPort { get; init; }

    /// <summary>Host name or address under which the others reach this process; null for the address that it reaches Redis from.</summary>
    public string? Advertise { get; init; }

    /// <summary>How soon a silent silo is taken for dead.</summary>
    public MembershipSettings Membership { get; init; } = new();

    /// <summary>Redis without its password, for people.</summary>
    public string RedisName =>
        string.Join(
            ',',
            Redis.EndPoints.Select(endpoint =>
                endpoint switch
                {
                    DnsEndPoint dns => $"{dns.Host}:{dns.Port}",
                    _ => endpoint.ToString(),
                }
            )
        ) + (Redis.DefaultDatabase is { } database and not 0 ? $"/{database}" : "");

    /// <summary>
    /// Reads what follows <c>redis:</c> in <c>--store</c>, such as <c>host:6379,user=flux</c>. Where it has no password, that is taken
    /// from the file named by <c>FLUXENTROPY_REDIS_PASSWORD_FILE</c>, or else from <c>FLUXENTROPY_REDIS_PASSWORD</c>.
    /// </summary>
    /// <exception cref="ArgumentException">It is not a connection string; the message says what is wrong.</exception>
    /// <exception cref="IOException">The file with the password cannot be read.</exception>
    public static ConfigurationOptions ParseRedis(string connection)
    {
        var redis = ConfigurationOptions.Parse(connection);
        if (redis.EndPoints.Count == 0)
            throw new ArgumentException(
                $"'{connection}' names no host; expected HOST:PORT, such as 127.0.0.1:6379, and options behind commas"
            );
        redis.SetDefaultPorts();
        redis.ClientName ??= "fluxentropy";
        redis.Password ??= RedisPassword.Read();
        redis.AbortOnConnectFail = false; // Redis that is away later on is waited for
        redis.BacklogPolicy = BacklogPolicy.FailFast; // a write must not be sent long after its caller gave up
        return redis;
    }
}
