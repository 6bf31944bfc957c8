namespace FluxEntropy.Server.Limits;

/// <summary>Bounds of the messages of a call.</summary>
internal static class MessageLimits
{
    /// <summary>Longest message that is received: one document of 16 MiB, its metadata, and the rest of its batch.</summary>
    public const int MaxBytes = 24 << 20;

    /// <summary>What a client is told that opened a stream and sent nothing.</summary>
    public static string NothingCame { get; } =
        $"no message came within {FirstMessage.TotalMinutes:0} minutes: open a stream once there is something to send.";

    /// <summary>How long a stream may be open before its first message begins.</summary>
    public static TimeSpan FirstMessage => TimeSpan.FromMinutes(5);
}
