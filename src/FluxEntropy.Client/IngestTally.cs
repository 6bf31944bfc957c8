namespace FluxEntropy.Client;

/// <summary>
/// Counts of what happened to the records that were sent. Counters may be read from any thread at any time.
/// </summary>
public sealed class IngestTally
{
    private long _accepted;
    private long _present;
    private long _replaced;
    private long _quarantined;
    private long _textBytes;
    private long _sent;

    /// <summary>Records sent, whether or not they are answered yet.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Durable, and new.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Already present, with the same text.</summary>
    public long Present => Interlocked.Read(ref _present);

    /// <summary>Durable, replacing another text.</summary>
    public long Replaced => Interlocked.Read(ref _replaced);

    /// <summary>Quarantined by the reader or by the server.</summary>
    public long Quarantined => Interlocked.Read(ref _quarantined);

    /// <summary>Records answered.</summary>
    public long Answered => Accepted + Present + Replaced + Quarantined;

    /// <summary>UTF-8 bytes of the texts answered.</summary>
    public long TextBytes => Interlocked.Read(ref _textBytes);

    public void AddSent(long records) => Interlocked.Add(ref _sent, records);

    public void Add(long accepted, long present, long replaced, long quarantined, long textBytes)
    {
        Interlocked.Add(ref _accepted, accepted);
        Interlocked.Add(ref _present, present);
        Interlocked.Add(ref _replaced, replaced);
        Interlocked.Add(ref _quarantined, quarantined);
        Interlocked.Add(ref _textBytes, textBytes);
    }
}
