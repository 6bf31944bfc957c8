using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Grains.Placement;

namespace FluxEntropy.Cli.Serving;

/// <summary>The options that name the devices of a server, and the models that they score with.</summary>
internal sealed class DeviceOptions
{
    private readonly Option<string[]> _devices = new("--devices")
    {
        Description =
            "Devices that score, such as cpu:2 (two threads) or sim:8@500 (eight that only wait, at 500 tokens a second "
            + "each); none to store and serve, and score nothing [cpu:N, N the processor's threads]",
        HelpName = "LIST",
        CustomParser = result => result.Tokens[0].Value is "none" or "" ? [] : result.Tokens[0].Value.Split(','),
    };

    private readonly Option<string[]> _models = new("--model")
    {
        Description =
            "Model that new corpora are scored with: a Hugging Face folder, or an id in the local cache [the shipped "
            + "model]; repeat it for models of further profiles",
        HelpName = "DIR",
    };

    public DeviceOptions() =>
        _devices.Validators.Add(
            OptionParsers.Validator<string[]>(
                (result, names) => OptionParsers.Check(result, () => DeviceList.Parse(names ?? []))
            )
        );

    public IEnumerable<Symbol> All => [_devices, _models];

    /// <summary>One name for each device.</summary>
    /// <exception cref="WrongUsageException">The process has no device role.</exception>
    /// <exception cref="ArgumentException">An entry is no device; the message says which.</exception>
    public IReadOnlyList<string> Devices(ParseResult arguments, SiloRoles roles) =>
        DeviceList.Parse(Named(arguments, roles));

    /// <summary>Folders of the models.</summary>
    public IReadOnlyList<string> Models(ParseResult arguments, IReadOnlyList<string> devices) =>
        DeviceList.ModelsOf(devices, arguments.GetValue(_models) ?? []);

    private string[] Named(ParseResult arguments, SiloRoles roles)
    {
        var isDevice = roles.HasFlag(SiloRoles.Device);
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
}
