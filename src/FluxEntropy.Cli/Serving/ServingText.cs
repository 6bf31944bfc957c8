using FluxEntropy.Grains.Placement;
using FluxEntropy.Server.Hosting;

namespace FluxEntropy.Cli.Serving;

/// <summary>What a server says of itself when it serves.</summary>
internal static class ServingText
{
    public static string Of(FluxServerOptions options, Uri address)
    {
        var devices =
            options.Devices.Count > 0 ? DeviceList.Text(options.Devices)
            : options.Cluster is null ? "no devices: nothing is scored"
            : "no devices";
        if (options.Cluster is { } cluster)
            devices = $"{SiloName.Text(options.Roles)} of cluster {cluster.Id} in {cluster.RedisName}; {devices}";
        return $"Serving {Path.GetFullPath(options.DataFolder)} at {address.OriginalString.TrimEnd('/')} ({devices}). "
            + "Ctrl-C stops it.";
    }
}
