using System.Net;
using System.Net.Sockets;
using FluxEntropy.Grains.Fencing;
using FluxEntropy.Grains.Placement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Placement;
using Orleans.Serialization;

namespace FluxEntropy.Server.Clustering;

/// <summary>Makes a silo one of a cluster.</summary>
internal static class ClusterExtensions
{
    /// <summary>Membership and fencing records in Redis; ports and addresses for other machines.</summary>
    public static void UseCluster(this ISiloBuilder silo, ClusterSettings cluster, IPAddress advertised, int port)
    {
        silo.Configure<ClusterOptions>(ids => ids.ClusterId = ids.ServiceId = cluster.Id);
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.AdvertisedIPAddress = advertised;
            endpoints.SiloPort = port;
            endpoints.GatewayPort = 0; // clients come over gRPC and nothing else
            endpoints.SiloListeningEndpoint = new IPEndPoint(
                IPAddress.IsLoopback(advertised) ? advertised : IPAddress.Any,
                port
            );
        });
        silo.Configure<ClusterMembershipOptions>(membership => Configure(membership, cluster.Membership));
        // What a grain threw in one process decides in another whether the call may be repeated.
        silo.Services.Configure<ExceptionSerializationOptions>(exceptions =>
            exceptions.SupportedNamespacePrefixes.Add(nameof(FluxEntropy))
        );
        silo.UseRedisClustering(redis => redis.ConfigurationOptions = cluster.Redis);
        silo.AddRedisGrainStorage(GrainFence.StorageName, (Orleans.Persistence.RedisStorageOptions redis) =>
            redis.ConfigurationOptions = cluster.Redis
        );
    }

    /// <summary>Registers what places grains by role; an embedded server has every role.</summary>
    public static void AddPlacementByRole(this IServiceCollection services)
    {
        services.AddSingleton<ClusterMembers>();
        // One for each type of grain, with its role.
        services.AddPlacementFilter<RolePlacement, RolePlacementDirector>(ServiceLifetime.Transient);
        services.AddPlacementFilter<KeyPlacement, KeyPlacementDirector>(ServiceLifetime.Singleton);
    }

    /// <summary>The address that others reach this process at.</summary>
    /// <exception cref="IOException">The name is not known here.</exception>
    public static async Task<IPAddress> AdvertisedAsync(
        this ClusterSettings cluster,
        CancellationToken cancellationToken
    )
    {
        var endpoint = cluster.Redis.EndPoints[0];
        var (host, port) = endpoint is DnsEndPoint dns
            ? (dns.Host, dns.Port)
            : (((IPEndPoint)endpoint).Address.ToString(), ((IPEndPoint)endpoint).Port);
        try
        {
            if (cluster.Advertise is { } name)
                return (await Dns.GetHostAddressesAsync(name, AddressFamily.InterNetwork, cancellationToken)).First();
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            await socket.ConnectAsync(host, port, cancellationToken); // sends nothing; chooses the interface
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException)
        {
            throw new IOException(
                $"Cannot tell under which address others reach this process ({exception.Message}): "
                    + "name an IPv4 address or a host name of this machine with --advertise.",
                exception
            );
        }
    }

    private static void Configure(ClusterMembershipOptions membership, MembershipSettings settings)
    {
        membership.ProbeTimeout = settings.ProbeTimeout;
        membership.NumMissedProbesLimit = settings.MissedProbes;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        membership.DeathVoteExpirationTimeout = TimeSpan.FromSeconds(20);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        membership.NumMissedTableIAmAliveLimit = 2; // a silo that joins must not wait long for those that died before it
    }
}
