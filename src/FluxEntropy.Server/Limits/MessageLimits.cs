namespace FluxEntropy.Server.Limits;

/// <summary>Bounds of the messages of a call.</summary>
internal static class MessageLimits
{
    private const string Ingest = "fluxentropy.v1.Ingest";

    /// <summary>Longest message of ingest: one document of 16 MiB, its metadata, and the rest of its batch.</summary>
    public const int MaxBatchBytes = 24 << 20;

    /// <summary>Longest message of any other service; 1,000 ids may have a megabyte.</summary>
    public const int MaxBytes = 2 << 20;

    /// <summary>What a client is told that opened a stream and sent nothing.</summary>
    public static string NothingCame { get; } =
        $"no message came within {FirstMessage.TotalMinutes:0} minutes: open a stream once there is something to send.";

    /// <summary>How long a stream may be open before its first message begins.</summary>
    public static TimeSpan FirstMessage => TimeSpan.FromMinutes(5);

    /// <summary>Longest message that the methods of a service take.</summary>
    public static int Of(string? service) => service == Ingest ? MaxBatchBytes : MaxBytes;

    /// <summary>What a client is told whose message is longer.</summary>
    public static string TooLong(long bytes, int most) =>
        $"the message has {bytes} bytes; at most {most} are taken. Send less at a time.";
}
