namespace FluxEntropy.Sessions;

/// <summary>A set of rows of many shards, in pages of 1 KiB that exist once a row of theirs is in the set.</summary>
internal sealed class RowBitmap
{
    private const int PageRows = 1 << 13;
    private readonly Dictionary<(int Shard, int Page), ulong[]> _pages = [];

    public RowBitmap Copy()
    {
        var copy = new RowBitmap();
        foreach (var (page, rows) in _pages)
            copy._pages.Add(page, [.. rows]);
        return copy;
    }

    public bool Contains(int shard, int row) =>
        _pages.TryGetValue((shard, row / PageRows), out var page) && (page[row % PageRows / 64] & (1UL << row)) != 0;

    public void Add(int shard, int row)
    {
        if (!_pages.TryGetValue((shard, row / PageRows), out var page))
            _pages.Add((shard, row / PageRows), page = new ulong[PageRows / 64]);
        page[row % PageRows / 64] |= 1UL << row;
    }
}
