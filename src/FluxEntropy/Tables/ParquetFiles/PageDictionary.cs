namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>The values that the pages of a column refer to by index.</summary>
internal sealed class PageDictionary
{
    private readonly byte[] _values;
    private readonly List<int> _ends = [];

    /// <param name="values">The values, which PLAIN has.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="bytes">Bytes of the page; more than them the values cannot be.</param>
    public PageDictionary(IPageValues values, long count, int bytes)
    {
        _values = new byte[bytes];
        var end = 0;
        for (var left = count; left > 0; left--)
        {
            var value = values.Next();
            value.CopyTo(_values.AsSpan(end));
            _ends.Add(end += value.Length);
        }
    }

    /// <summary>The value of an index.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public ReadOnlySpan<byte> Value(int index)
    {
        if (index < 0 || index >= _ends.Count)
            throw new InvalidDataException($"value {index:N0} of a dictionary of {_ends.Count:N0}");
        var start = index == 0 ? 0 : _ends[index - 1];
        return _values.AsSpan(start, _ends[index] - start);
    }
}
