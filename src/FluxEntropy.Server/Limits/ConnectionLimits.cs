using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FluxEntropy.Server.Limits;

/// <summary>Bounds of connections.</summary>
internal static class ConnectionLimits
{
    private const int Connections = 512;
    private const int StreamsPerConnection = 100;

    /// <summary>What a stream may send before a service reads it.</summary>
    private const int StreamBytes = 128 << 10;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    public static void Apply(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = Connections;
        limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
        limits.Http2.InitialStreamWindowSize = StreamBytes;
        // For every stream at once: those that wait for memory must not keep those from sending that have it.
        limits.Http2.InitialConnectionWindowSize = StreamsPerConnection * StreamBytes;
        // A client that is gone without a word is noticed, and its streams end.
        limits.Http2.KeepAlivePingDelay = Silence;
        limits.Http2.KeepAlivePingTimeout = Silence;
    }
}
