namespace FluxEntropy.Orderings;

/// <summary>A sorted run in memory: an unsealed tail, or an ordering that was rebuilt from score files.</summary>
public sealed class MemoryRun : ISortedRun
{
    private readonly OrderingEntry[] _entries;
    private readonly long[] _tokensBefore;

    /// <summary>Sorts entries into a run.</summary>
    public MemoryRun(RunInfo info, IEnumerable<OrderingEntry> entries)
    {
        Info = info;
        _entries = [.. entries];
        Array.Sort(_entries);
        _tokensBefore = new long[_entries.Length + 1];
        for (var i = 0; i < _entries.Length; i++)
            _tokensBefore[i + 1] = _tokensBefore[i] + _entries[i].Tokens;
    }

    /// <inheritdoc/>
    public RunInfo Info { get; }

    /// <inheritdoc/>
    public long Count => _entries.Length;

    /// <inheritdoc/>
    public long TotalTokens => _tokensBefore[^1];

    /// <inheritdoc/>
    public OrderingEntry EntryAt(long rank) => _entries[rank];

    /// <inheritdoc/>
    public long TokensBefore(long rank) => _tokensBefore[rank];
}
