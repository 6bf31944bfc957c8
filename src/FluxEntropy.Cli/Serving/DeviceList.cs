using FluxEntropy.Cli.Models;
using FluxEntropy.Cli.Output;
using FluxEntropy.Engines.Simulated;
using FluxEntropy.Models;

namespace FluxEntropy.Cli.Serving;

/// <summary>The devices of a server, as <c>--devices</c> lists them: <c>cpu:2,cuda:0,sim:8@500</c>.</summary>
internal static class DeviceList
{
    /// <summary>One name for each device; a group of simulated ones has many.</summary>
    /// <exception cref="ArgumentException">An entry is no device, or one is named twice; the message says which.</exception>
    public static IReadOnlyList<string> Parse(IEnumerable<string> entries)
    {
        var devices = new List<string>();
        foreach (var entry in entries)
        {
            if (SimulatedDevice.IsGroup(entry))
            {
                devices.AddRange(SimulatedDevice.Group(entry).Select(device => device.Name));
                continue;
            }
            TorchEngineFactory.CheckDevice(entry);
            devices.Add(entry);
        }
        return devices.GroupBy(device => device).FirstOrDefault(same => same.Count() > 1) is { Key: var twice }
            ? throw new ArgumentException(
                $"devices: {twice} is named twice; give simulated devices of one speed as one group"
            )
            : devices;
    }

    /// <summary>
    /// Folders of the models named. Where none is, the shipped one; simulated devices by themselves score under the simulated
    /// model only.
    /// </summary>
    public static IReadOnlyList<string> ModelsOf(IReadOnlyList<string> devices, IReadOnlyList<string> named) =>
        named.Count == 0
            ?
            [
                devices.Count > 0 && devices.All(SimulatedDevice.IsName)
                    ? SimulatedModel.Name
                    : ModelOptions.FolderOf(null),
            ]
            : [.. named.Select(model => model == SimulatedModel.Name ? model : ModelOptions.FolderOf(model))];

    /// <summary>For people.</summary>
    public static string Text(IReadOnlyList<string> devices)
    {
        var simulated = devices.Count(SimulatedDevice.IsName);
        var real = devices.Where(device => !SimulatedDevice.IsName(device));
        return string.Join(
            ", ",
            simulated == 0
                ? real
                : real.Append($"{Units.Count(simulated, "simulated device")}, whose scores are made up")
        );
    }
}
