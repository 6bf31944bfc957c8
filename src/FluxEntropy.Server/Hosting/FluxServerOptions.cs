using Microsoft.Extensions.Logging;

namespace FluxEntropy.Server.Hosting;

/// <summary>How an embedded server runs: one process that owns one data folder.</summary>
public sealed record FluxServerOptions
{
    /// <summary>Folder of all data; created when it is missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Address of the gRPC services (HTTP/2 without TLS). Port 0 takes a free one. The default value is http://127.0.0.1:5080.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:5080");

    /// <summary>Devices that score, such as <c>cpu:2</c> (one CPU device of two threads). Empty: this server stores and serves, and scores nothing.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Hugging Face folder of the model that new corpora are scored with unless they name a profile; null for none.</summary>
    public string? Model { get; init; }

    /// <summary>Least severe messages that are logged, on standard error. The default value is warnings.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;
}
