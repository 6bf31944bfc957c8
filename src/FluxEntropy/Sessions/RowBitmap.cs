namespace FluxEntropy.Sessions;

/// <summary>
/// A set of rows of many shards, in pages of 1 KiB that exist once a row of theirs is in the set. A copy shares the pages until one of
/// the two adds to them, so that it costs little and can be read on another thread.
/// </summary>
internal sealed class RowBitmap
{
    private const int PageRows = 1 << 13;
    private readonly Dictionary<(int Shard, int Page), Page> _pages;
    private object _owner = new(); // of the pages that nobody else sees

    public RowBitmap()
        : this([]) { }

    private RowBitmap(Dictionary<(int, int), Page> pages) => _pages = pages;

    public RowBitmap Copy()
    {
        _owner = new object(); // what there is now is shared
        return new RowBitmap(new(_pages));
    }

    public bool Contains(int shard, int row) =>
        _pages.TryGetValue((shard, row / PageRows), out var page)
        && (page.Rows[row % PageRows / 64] & (1UL << row)) != 0;

    /// <summary>Adds a row.</summary>
    /// <returns>Whether it was not in the set.</returns>
    public bool Add(int shard, int row)
    {
        if (Contains(shard, row))
            return false;
        var key = (shard, row / PageRows);
        if (!_pages.TryGetValue(key, out var page))
            _pages.Add(key, page = new Page(_owner, new ulong[PageRows / 64]));
        else if (page.Owner != _owner)
            _pages[key] = page = new Page(_owner, [.. page.Rows]);
        page.Rows[row % PageRows / 64] |= 1UL << row;
        return true;
    }

    private readonly record struct Page(object Owner, ulong[] Rows);
}
