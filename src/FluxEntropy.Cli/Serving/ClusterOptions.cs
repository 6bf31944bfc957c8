using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Server.Clustering;
using StackExchange.Redis;

namespace FluxEntropy.Cli.Serving;

/// <summary>The options that make a server one process of a cluster.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<ConfigurationOptions?> _store = new("--store")
    {
        Description =
            "Where membership and fencing records are kept: sqlite for a single process, redis:HOST:PORT for one of a "
            + "cluster; its password from FLUXENTROPY_REDIS_PASSWORD_FILE or FLUXENTROPY_REDIS_PASSWORD",
        HelpName = "STORE",
        CustomParser = StoreOption.Parse,
    };

    private readonly Option<SiloRoles> _roles = new("--roles")
    {
        Description = "In a cluster: what this process does, of data,device,gateway",
        HelpName = "LIST",
        DefaultValueFactory = _ => SiloRoles.All,
        CustomParser = result =>
        {
            if (!SiloName.TryParse(result.Tokens[0].Value, ',', out var roles))
                result.AddError(
                    $"--roles: '{result.Tokens[0].Value}' is not a list of data, device and gateway, such as data,gateway"
                );
            return roles;
        },
    };

    private readonly Option<string> _cluster = new("--cluster-id")
    {
        Description = "Name of the cluster; several can use one Redis",
        HelpName = "NAME",
        DefaultValueFactory = _ => "fluxentropy",
    };

    private readonly Option<int> _siloPort = new("--silo-port")
    {
        Description = "In a cluster: port for the other processes; 0 takes a free one",
        HelpName = "PORT",
    };

    private readonly Option<string?> _advertise = new("--advertise")
    {
        Description =
            "In a cluster: address of this machine for the other processes [the one that Redis is reached from]",
        HelpName = "HOST",
    };

    private readonly MembershipOptions _membership = new();

    /// <summary>The cluster to join; null for a server by itself.</summary>
    /// <exception cref="WrongUsageException">An option of clusters was given without one.</exception>
    public ClusterSettings? Read(ParseResult arguments)
    {
        if (arguments.GetValue(_store) is { } redis)
        {
            return new ClusterSettings
            {
                Redis = redis,
                Id = arguments.GetRequiredValue(_cluster),
                SiloPort = arguments.GetValue(_siloPort),
                Advertise = arguments.GetValue(_advertise),
                Membership = _membership.Of(arguments),
            };
        }
        Option[] alone = [_roles, _cluster, _siloPort, _advertise, .. _membership.All];
        return alone.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false }) is { } meaningless
            ? throw new WrongUsageException(
                $"{meaningless.Name} has a meaning in a cluster only; give --store redis:HOST:PORT, too"
            )
            : null;
    }

    public IEnumerable<Symbol> All => [_store, _roles, _cluster, _siloPort, _advertise, .. _membership.All];

    public SiloRoles Roles(ParseResult arguments) => arguments.GetValue(_roles);
}
