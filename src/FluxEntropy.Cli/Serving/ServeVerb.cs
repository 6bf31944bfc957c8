using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Metrics;
using FluxEntropy.Cli.Output;
using FluxEntropy.Engines.Simulated;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Models;
using FluxEntropy.Server.Clustering;
using FluxEntropy.Server.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace FluxEntropy.Cli.Serving;

internal sealed class ServeVerb : Verb
{
    private readonly Option<string> _data = new("--data")
    {
        Description = "Folder of all data; made when it is missing",
        HelpName = "DIR",
        DefaultValueFactory = _ => "./flux-data",
    };
    private readonly Option<Uri> _listen = new("--listen")
    {
        Description = "Address of the gRPC services; port 0 takes a free one",
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri(SharedOptions.DefaultServer),
        CustomParser = OptionParsers.Address,
    };

    private readonly Option<string[]> _devices = new("--devices")
    {
        Description =
            "Devices that score, such as cpu:2 (two threads) or sim:8@500 (eight that only wait, at 500 tokens a second each); none to keep and serve, and score nothing [cpu:N, N the processor's threads]",
        HelpName = "LIST",
        CustomParser = result => result.Tokens[0].Value is "none" or "" ? [] : result.Tokens[0].Value.Split(','),
    };

    private readonly Option<string[]> _models = new("--model")
    {
        Description =
            "Model that new corpora are scored with: a Hugging Face folder, or an id in the local cache [the model that ships]; given again, models for further profiles",
        HelpName = "DIR",
    };

    private readonly Option<LogLevel> _log = new("--log")
    {
        Description = "Least severe messages to log",
        HelpName = "LEVEL",
        DefaultValueFactory = _ => LogLevel.Warning,
    };

    private readonly Option<ConfigurationOptions?> _store = new("--store")
    {
        Description =
            "Where membership and fencing records are: sqlite for one process alone, redis:HOST:PORT for one of a cluster",
        HelpName = "STORE",
        CustomParser = Store,
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
        Description = "Name of the cluster; several may use one Redis",
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
        Description = "In a cluster: address of this machine for the others; else the one that Redis is reached from",
        HelpName = "HOST",
    };

    private readonly MembershipOptions _membership = new();
    private readonly MetricAssemblies _metrics = new();

    public ServeVerb()
        : base("serve", "Run a server: one process, nothing to install, or one of a cluster")
    {
        Take([
            _data,
            _listen,
            _devices,
            _models,
            _metrics.Option,
            _log,
            _store,
            _roles,
            _cluster,
            _siloPort,
            _advertise,
            .. _membership.All,
        ]);
        _listen.Validators.Add(result =>
        {
            if (
                result.GetValueOrDefault<Uri?>() is { } url
                && (
                    url.Scheme != "http"
                    || !(url.Host == "localhost" || IPAddress.TryParse(url.Host.Trim('[', ']'), out _))
                )
            )
                result.AddError(
                    $"--listen: '{url.OriginalString}' is not the http address of an interface, such as http://127.0.0.1:5080 or http://0.0.0.0:5080"
                );
        });
        Examples =
        [
            new("serve", "keep data in ./flux-data, listen on this machine"),
            new("serve --data /srv/flux --listen http://0.0.0.0:5080", "for other machines too"),
            new(
                "serve --data /srv/flux --store redis:db:6379 --roles device --devices cpu:8",
                "one more machine that scores, over a shared folder"
            ),
            new("serve --devices sim:32@45000", "try out how much work a cluster would carry, without its hardware"),
            new(
                "serve --model ~/models/SmolLM2-135M --devices cpu:4",
                "score with a model of your own, on four threads"
            ),
            new(
                "serve --model ~/models/SmolLM2-135M --model ~/models/Qwen2.5-0.5B",
                "have a second model at hand for 'flux profile add'"
            ),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var devices = DeviceList.Parse(DevicesOf(arguments));
        var metrics = _metrics.Read(arguments);
        var options = new FluxServerOptions
        {
            Cluster = ClusterOf(arguments),
            Roles = arguments.GetValue(_roles),
            DataFolder = arguments.GetRequiredValue(_data),
            Listen = arguments.GetRequiredValue(_listen),
            Devices = devices,
            Models = DeviceList.ModelsOf(devices, arguments.GetValue(_models) ?? []),
            LogLevel = arguments.GetValue(_log),
        };
        try
        {
            await FluxServer.RunAsync(
                options,
                new SimulatedEngineFactory(new TorchEngineFactory(metrics), TimeProvider.System),
                server => Announce(terminal, options, server),
                cancellationToken
            );
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // SIGTERM or Ctrl-C while it started: there is nothing to wind up.
        }

        terminal.Say("Stopped; everything acknowledged is in the data folder.");
        return 0;
    }

    private ClusterSettings? ClusterOf(ParseResult arguments)
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

    private string[] DevicesOf(ParseResult arguments)
    {
        var isDevice = arguments.GetValue(_roles).HasFlag(SiloRoles.Device);
        string[] devices =
            arguments.GetResult(_devices) is not null ? arguments.GetValue(_devices)!
            : isDevice ? [$"cpu:{Environment.ProcessorCount}"]
            : [];
        return isDevice || devices.Length == 0
            ? devices
            : throw new WrongUsageException(
                "--devices: this process has no device role; leave it out, or add device to --roles"
            );
    }

    private static ConfigurationOptions? Store(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        try
        {
            if (text.StartsWith("redis:", StringComparison.Ordinal))
                return ClusterSettings.ParseRedis(text["redis:".Length..]);
            if (text != "sqlite")
                result.AddError($"--store: '{text}' is not a store; expected sqlite or redis:HOST:PORT");
        }
        catch (ArgumentException exception)
        {
            result.AddError(
                $"--store: {exception.Message.ReplaceLineEndings(" ")}; expected redis:HOST:PORT, and options of StackExchange.Redis behind commas"
            );
        }
        return null;
    }

    private static void Announce(Terminal terminal, FluxServerOptions options, FluxServer server)
    {
        var devices =
            options.Devices.Count > 0 ? DeviceList.Text(options.Devices)
            : options.Cluster is null ? "no devices: nothing is scored"
            : "no devices";
        if (options.Cluster is { } cluster)
            devices = $"{SiloName.Text(options.Roles)} of cluster {cluster.Id} in {cluster.RedisName}; {devices}";
        terminal.Say(
            $"Serving {Path.GetFullPath(options.DataFolder)} at {server.Address.OriginalString.TrimEnd('/')} ({devices}). Ctrl-C stops it."
        );
    }
}
