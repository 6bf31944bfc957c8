using System.CommandLine;
using System.Net;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Models;
using FluxEntropy.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Cli.Verbs;

internal sealed class ServeVerb : Verb
{
    private readonly Option<string> _data = new("--data") { Description = "Folder of all data; made when it is missing", HelpName = "DIR", DefaultValueFactory = _ => "./flux-data" };
    private readonly Option<Uri> _listen = new("--listen")
    {
        Description = "Address of the gRPC services; port 0 takes a free one",
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri(SharedOptions.DefaultServer),
        CustomParser = SharedOptions.Address,
    };

    private readonly Option<string[]> _devices = new("--devices")
    {
        Description = "Devices that score, such as cpu:2 (two threads); none to keep and serve, and score nothing",
        HelpName = "LIST",
        DefaultValueFactory = _ => [$"cpu:{Environment.ProcessorCount}"],
        CustomParser = result => result.Tokens[0].Value is "none" or "" ? [] : result.Tokens[0].Value.Split(','),
    };

    private readonly Option<string?> _model = ModelOptions.Model("Model that new corpora are scored with");
    private readonly Option<LogLevel> _log = new("--log") { Description = "Least severe messages to log", HelpName = "LEVEL", DefaultValueFactory = _ => LogLevel.Warning };

    public ServeVerb()
        : base("serve", "Run a server: one process, nothing to install")
    {
        Take(_data, _listen, _devices, _model, _log);
        _listen.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<Uri?>() is { } url && (url.Scheme != "http" || !(url.Host == "localhost" || IPAddress.TryParse(url.Host.Trim('[', ']'), out _))))
                result.AddError($"--listen: '{url.OriginalString}' is not the http address of an interface, such as http://127.0.0.1:5080 or http://0.0.0.0:5080");
        });
        Examples =
        [
            new("serve", "keep data in ./flux-data, listen on this machine"),
            new("serve --data /srv/flux --listen http://0.0.0.0:5080", "for other machines too"),
            new("serve --model ~/models/SmolLM2-135M --devices cpu:4", "score with a model of your own, on four threads"),
        ];
    }

    public override async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var options = new FluxServerOptions
        {
            DataFolder = arguments.GetRequiredValue(_data),
            Listen = arguments.GetRequiredValue(_listen),
            Devices = arguments.GetRequiredValue(_devices),
            Model = ModelOptions.FolderOf(arguments.GetValue(_model)),
            LogLevel = arguments.GetValue(_log),
        };
        foreach (var device in options.Devices)
            TorchEngineFactory.CheckDevice(device);
        try
        {
            await FluxServer.RunAsync(options, new TorchEngineFactory(), server => Announce(terminal, options, server), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // SIGTERM or Ctrl-C while it started: there is nothing to wind up.
        }

        terminal.Say("Stopped; everything acknowledged is in the data folder.");
        return 0;
    }

    private static void Announce(Terminal terminal, FluxServerOptions options, FluxServer server)
    {
        var devices = options.Devices.Count == 0 ? "no devices: nothing is scored" : string.Join(", ", options.Devices);
        terminal.Say($"Serving {Path.GetFullPath(options.DataFolder)} at {server.Address.OriginalString.TrimEnd('/')} ({devices}). Ctrl-C stops it.");
    }
}
