using System.Numerics;
using Parquet.Meta;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>
/// The values of one column of a row group, one by one; memory holds one page. Nothing that the file says of itself is
/// believed: each page is measured before it is read.
/// </summary>
/// <param name="file">The whole file; its position is moved.</param>
/// <param name="dataBytes">Where column chunks end in it.</param>
/// <param name="column">Which column.</param>
/// <param name="chunk">Where it lies.</param>
internal sealed class ColumnReader(Stream file, long dataBytes, ParquetColumn column, ParquetChunk chunk)
{
    private long _next = chunk.Start;
    private long _left = chunk.Values;
    private long _inPage;
    private RunLengths? _repetitions;
    private RunLengths? _definitions;
    private IPageValues? _values;
    private PageDictionary? _dictionary;

    /// <summary>Whether there is another value.</summary>
    public bool HasNext => _left > 0;

    /// <summary>Repetition level of the value read last: 0 begins a row.</summary>
    public int Repetition { get; private set; }

    /// <summary>Definition level of the value read last.</summary>
    public int Definition { get; private set; }

    /// <summary>Goes on to the next value.</summary>
    /// <param name="value">It, as <see cref="IPageValues"/> gives it; empty where it is null.</param>
    /// <returns>Whether it is there, and not null.</returns>
    /// <exception cref="Exception">Of any kind: the file is damaged.</exception>
    public bool Read(out ReadOnlySpan<byte> value)
    {
        while (_inPage == 0)
            ReadPage();
        _inPage--;
        _left--;
        Repetition = _repetitions?.Next() ?? 0;
        Definition = _definitions?.Next() ?? column.MaxDefinition;
        var present = Definition == column.MaxDefinition;
        value = present ? _values!.Next() : default;
        return present;
    }

    private void ReadPage()
    {
        if (_left <= 0)
            throw Damaged("it has fewer values than it claims");
        if (!PageBytes.Reads(chunk.Codec))
            throw new FormatException(
                $"compression {chunk.Codec} is not read; write it with Snappy, gzip, Zstandard, Brotli or LZ4_RAW"
            );
        if (_next < 4 || _next >= dataBytes)
            throw Damaged("a page lies outside the file's data");
        var page = ParquetPage.Read(file, _next, dataBytes);
        _next = page.Start + Math.Max(0, page.Packed);
        // Some writers end a page that has no value yet.
        if (page.Kind == PageType.INDEX_PAGE || (page is { Values: 0, Kind: not PageType.DICTIONARY_PAGE }))
            return;
        var bytes = PageBytes.Read(file, page, chunk.Codec, dataBytes);
        switch (page.Kind)
        {
            case PageType.DICTIONARY_PAGE when _dictionary is null && _values is null:
                if (page.Values < 0 || page.Values > 8L * bytes.Length)
                    throw Damaged($"a dictionary of {page.Values:N0} values in {bytes.Length:N0} bytes");
                _dictionary = new PageDictionary(
                    PageValues.Plain(bytes, column.Element),
                    page.Values,
                    column.Element.Type == Parquet.Meta.Type.BOOLEAN ? 8 * bytes.Length : bytes.Length
                );
                break;
            case PageType.DATA_PAGE or PageType.DATA_PAGE_V2:
                if (page.Values < 0 || page.Values > Math.Min(_left, PageValues.MaxValues))
                    throw Damaged($"a page of {page.Values:N0} values where {_left:N0} were expected");
                Open(page, bytes);
                _inPage = page.Values;
                break;
            default:
                throw Damaged($"a page of kind {(int)page.Kind}");
        }
    }

    private void Open(ParquetPage page, ReadOnlyMemory<byte> bytes)
    {
        ReadOnlyMemory<byte> repetitions;
        ReadOnlyMemory<byte> definitions;
        if (page.IsVersion2)
        {
            var (repetition, all) = ((int)page.RepetitionBytes, (int)page.LevelBytes);
            (repetitions, definitions, bytes) = (bytes[..repetition], bytes[repetition..all], bytes[all..]);
        }
        else
        {
            if (
                (column.MaxDefinition > 0 && page.DefinitionEncoding != Encoding.RLE)
                || (column.MaxRepetition > 0 && page.RepetitionEncoding != Encoding.RLE)
            )
                throw new FormatException("levels in the deprecated encoding BIT_PACKED are not read; write it again");
            repetitions = column.MaxRepetition > 0 ? LevelBytes.Of(bytes, out bytes) : default;
            definitions = column.MaxDefinition > 0 ? LevelBytes.Of(bytes, out bytes) : default;
        }

        _repetitions = Levels(repetitions, column.MaxRepetition);
        _definitions = Levels(definitions, column.MaxDefinition);
        _values = PageValues.Of(bytes, page.Encoding, column.Element, _dictionary);
    }

    private static RunLengths? Levels(ReadOnlyMemory<byte> bytes, int greatest) =>
        greatest == 0 ? null : new RunLengths(bytes, BitOperations.Log2((uint)greatest) + 1);

    private static FormatException Damaged(string what) => new($"it is damaged: {what}");
}
