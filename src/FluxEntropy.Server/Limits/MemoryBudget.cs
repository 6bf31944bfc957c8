namespace FluxEntropy.Server.Limits;

/// <summary>
/// The memory that this process spends on what clients send and ask for: messages from the moment that they begin to arrive until they
/// are worked off, and documents from the moment that they are read until the client has taken them. Small messages, large ones and
/// answers have parts of their own, so that none of them waits for another kind.
/// </summary>
internal sealed class MemoryBudget
{
    /// <summary>Least that a budget may be: about one message of the largest kind.</summary>
    public const long Least = 64L << 20;

    /// <summary>
    /// What a byte of a message takes while it is worked off: itself in the connection's buffer, two as UTF-16, and one each in the
    /// shard's record, in the log's and in that of a hash.
    /// </summary>
    private const int PerMessageByte = 6;

    /// <summary>What a byte of a document takes on its way out: two as UTF-16, and itself in the answer.</summary>
    private const int PerDocumentByte = 3;

    private const int Newcomers = 8; // the share of a part that is kept for connections that hold none of it
    private const int SmallMessage = 2 << 20; // a batch of this project's clients, with its metadata
    private const long Most = 1L << 30;
    private const int DefaultShare = 8; // of what the process may have: scoring, training and caches take the rest

    private readonly FairGate _small;
    private readonly FairGate _large;
    private readonly FairGate _documents;

    // Decoding a large message occupies a processor for as long as hundreds of small ones: some processors are left to those.
    private readonly FairGate _turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <param name="bytes">All of it.</param>
    public MemoryBudget(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, Least);
        Bytes = bytes;
        _small = new(bytes / 8, bytes / 8 / Newcomers);
        _large = new(bytes / 8 * 3);
        _documents = new(bytes / 2, bytes / 2 / Newcomers);
    }

    /// <summary>
    /// An eighth of the memory that this process may have (the container's limit, if there is one), at least 64 MiB and at most 1 GiB.
    /// </summary>
    public static long DefaultBytes =>
        Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / DefaultShare, Least, Most);

    /// <summary>All of it.</summary>
    public long Bytes { get; }

    /// <summary>What is given out.</summary>
    public long InUse => _small.InUse + _large.InUse + _documents.InUse;

    /// <summary>Whether most of a part was given out at a time since this was asked last.</summary>
    public bool TakeBurst() => IsBurst(_small) | IsBurst(_large) | IsBurst(_documents);

    /// <summary>Whether somebody waits until documents of another answer are taken.</summary>
    public bool IsAnswerAwaited => _documents.IsContended;

    /// <summary>Waits until a message may be read.</summary>
    /// <param name="connection">With whom others take turns.</param>
    /// <param name="bytes">Length of the message.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<GateShare> TakeMessageAsync(string connection, long bytes, CancellationToken cancellationToken) =>
        (bytes <= SmallMessage ? _small : _large).TakeAsync(connection, bytes * PerMessageByte, cancellationToken);

    /// <summary>Waits until a message that has arrived may be decoded; null if it is small, and need not wait.</summary>
    /// <inheritdoc cref="TakeMessageAsync" path="/param"/>
    public async ValueTask<GateShare?> TakeTurnAsync(
        string connection,
        long bytes,
        CancellationToken cancellationToken
    ) => bytes <= SmallMessage ? null : await _turns.TakeAsync(connection, 1, cancellationToken);

    /// <summary>Waits until documents may be read for an answer.</summary>
    /// <inheritdoc cref="TakeMessageAsync" path="/param"/>
    public ValueTask<GateShare> TakeDocumentsAsync(
        string connection,
        long bytes,
        CancellationToken cancellationToken
    ) => _documents.TakeAsync(connection, DocumentCost(bytes), cancellationToken);

    /// <summary>What documents take of it.</summary>
    public static long DocumentCost(long bytes) => bytes * PerDocumentByte;

    private static bool IsBurst(FairGate part) => part.TakePeak() > part.Capacity / 2;
}
