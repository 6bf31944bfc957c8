using FluxEntropy.Grains.Placement;
using FluxEntropy.Server.Clustering;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Server.Hosting;

/// <summary>How a server runs: embedded, as the one process that owns a data folder, or as one process of a cluster.</summary>
public sealed record FluxServerOptions
{
    /// <summary>Folder of all data; created when it is missing. The processes of a cluster share one.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The cluster to take part in; null for an embedded server, which keeps its fencing records in SQLite.</summary>
    public ClusterSettings? Cluster { get; init; }

    /// <summary>What this process does. The default value is everything; an embedded server does everything.</summary>
    public SiloRoles Roles { get; init; } = SiloRoles.All;

    /// <summary>
    /// Address of the gRPC services (HTTP/2 without TLS). Port 0 takes a free one. The default value is http://127.0.0.1:5080.
    /// A process without the gateway role answers there about its own health and devices only.
    /// </summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:5080");

    /// <summary>
    /// Devices that score, such as <c>cpu:2</c> (one CPU device of two threads). Empty: this server stores and
    /// serves, and scores nothing.
    /// </summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>
    /// Hugging Face folders of the models that corpora may be scored with; new ones are with the first unless they name a profile.
    /// Empty: only corpora that exist are scored.
    /// </summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>
    /// Bytes of memory for what clients send and ask for, at least 64 MiB: what finds no room waits. The default value (null) is an
    /// eighth of the memory that the process may have, and at most 1 GiB.
    /// </summary>
    public long? MemoryBudget { get; init; }

    /// <summary>Least severe messages that are logged, on standard error. The default value is warnings.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;
}
