using Grpc.Core;

namespace FluxEntropy.Client;

/// <summary>Tells a server that is gone, and may come back, from one that refuses.</summary>
public static class ServerLoss
{
    /// <summary>How long a server that was lost is waited for: five minutes.</summary>
    public static TimeSpan GiveUpAfter { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the connection broke off, nobody answers on it, or the server asks to repeat the call.</summary>
    internal static bool IsLost(RpcException error) =>
        error.StatusCode == StatusCode.Unavailable
        || error.Status.DebugException is IOException or HttpRequestException;
}
