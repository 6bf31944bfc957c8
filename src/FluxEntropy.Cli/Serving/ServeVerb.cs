using System.CommandLine;
using System.Net;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Metrics;
using FluxEntropy.Cli.Models;
using FluxEntropy.Cli.Output;
using FluxEntropy.Engines.Simulated;
using FluxEntropy.Models;
using FluxEntropy.Server.Hosting;
using FluxEntropy.Storage;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Cli.Serving;

internal sealed class ServeVerb : Verb
{
    private const int LeastMemory = 64;
    private const int MostMemory = 1 << 20;

    private readonly Option<string> _data = new("--data")
    {
        Description = "Folder of all data; created when it is missing",
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

    private readonly Option<LogLevel> _log = new("--log")
    {
        Description = "Least severe messages to log",
        HelpName = "LEVEL",
        DefaultValueFactory = _ => LogLevel.Warning,
    };

    private readonly Option<int> _memory = new("--memory-budget")
    {
        Description =
            "Memory for what clients send and ask for, in MiB; an eighth of the machine's or the container's unless given, "
            + "and at most 1024",
        HelpName = "MIB",
    };

    private readonly DeviceOptions _devices = new();
    private readonly MetricAssemblies _metrics = new();
    private readonly ClusterOptions _cluster = new();

    public ServeVerb()
        : base("serve", "Run a server: a single process with nothing to install, or one process of a cluster")
    {
        Take([_data, _listen, .. _devices.All, _metrics.Option, _memory, _log, .. _cluster.All]);
        _memory.Validators.Add(OptionParsers.Between(LeastMemory, MostMemory));
        _listen.Validators.Add(
            OptionParsers.Validator<Uri?>(
                (result, url) =>
                {
                    if (
                        url is not null
                        && (
                            url.Scheme != "http"
                            || !(url.Host == "localhost" || IPAddress.TryParse(url.Host.Trim('[', ']'), out _))
                        )
                    )
                        result.AddError(
                            $"--listen: '{url.OriginalString}' is not the http address of an interface, "
                                + "such as http://127.0.0.1:5080 or http://0.0.0.0:5080"
                        );
                }
            )
        );
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
                "with a second model for 'flux profile add'"
            ),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        RequireFiles();
        var roles = _cluster.Roles(arguments);
        var devices = _devices.Devices(arguments, roles);
        var metrics = _metrics.Read(arguments);
        var options = new FluxServerOptions
        {
            Cluster = _cluster.Read(arguments),
            Roles = roles,
            DataFolder = arguments.GetRequiredValue(_data),
            Listen = arguments.GetRequiredValue(_listen),
            Devices = devices,
            Models = _devices.Models(arguments, devices),
            LogLevel = arguments.GetValue(_log),
            MemoryBudget = arguments.GetValue(_memory) is > 0 and var mebibytes ? (long)mebibytes << 20 : null,
        };
        foreach (var model in options.Models)
            ModelOptions.WarnOfAssumption(model, terminal);
        try
        {
            await FluxServer.RunAsync(
                options,
                new SimulatedEngineFactory(new TorchEngineFactory(metrics), TimeProvider.System),
                server => terminal.Say(ServingText.Of(options, server.Address)),
                cancellationToken
            );
        }
        catch (AddressTakenException taken)
        {
            throw new CommandFailedException(await AddressHolder.DescribeAsync(taken, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // SIGTERM or Ctrl-C while it started: there is nothing to shut down.
        }

        terminal.Say("Stopped; everything acknowledged is in the data folder.");
        return 0;
    }

    // Before there are too many files of the program itself, which then cannot be found.
    private static void RequireFiles()
    {
        if (OpenFiles.Max < OpenFiles.Fewest)
            throw new CommandFailedException(
                $"a process may have {OpenFiles.Max} files open here, and a server needs {OpenFiles.Fewest}: raise the limit, "
                    + $"such as with 'ulimit -n {2 * OpenFiles.Fewest}' or LimitNOFILE= of systemd"
            );
    }
}
