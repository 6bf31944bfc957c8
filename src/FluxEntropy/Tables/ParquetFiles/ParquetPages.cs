using Parquet.Meta;
using ZstdSharp;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>
/// Checks the pages of a column before the library reads them: it allocates what their heads claim, and does not look
/// how much a page really held.
/// </summary>
internal static class ParquetPages
{
    private const int MaxPageBytes = 256 << 20;

    /// <summary>Walks the pages of a chunk of a column that is not nested.</summary>
    /// <param name="file">The whole file; its position is moved.</param>
    /// <param name="dataBytes">Where its column chunks end.</param>
    /// <param name="chunk">What the footer says of the chunk.</param>
    /// <param name="optional">Whether values may be null.</param>
    /// <returns>Bytes that its pages hold, decompressed.</returns>
    /// <exception cref="FormatException">A page is damaged, larger than is read, or compressed in a way that is not read.</exception>
    public static long Check(Stream file, long dataBytes, ColumnMetaData chunk, bool optional)
    {
        if (chunk.Codec is CompressionCodec.LZO or CompressionCodec.LZ4 || !Enum.IsDefined(chunk.Codec))
            throw new FormatException(
                $"compression {chunk.Codec} is not read; write it with Snappy, gzip, Zstandard, Brotli or LZ4_RAW"
            );
        var at = new[] { chunk.DictionaryPageOffset ?? 0, chunk.DataPageOffset, chunk.IndexPageOffset ?? 0 }
            .Where(offset => offset != 0)
            .DefaultIfEmpty()
            .Min();
        var values = 0L;
        var bytes = 0L;
        for (var dictionary = false; values < chunk.NumValues; )
        {
            if (at < 4 || at >= dataBytes)
                throw Damaged("a page lies outside the file's data");
            var page = ParquetPage.Read(file, at, dataBytes);
            if (page.Unpacked is < 0 or > MaxPageBytes)
                throw new FormatException(
                    $"a page has {page.Unpacked:N0} bytes, at most {MaxPageBytes >> 20} MiB are read; write smaller pages"
                );
            at = page.Start + page.Packed;
            if (page.Packed < 0 || at > dataBytes)
                throw Damaged("a page reaches beyond the file's data");
            CheckValues(page, dictionary, optional);
            CheckCompression(file, page, chunk.Codec);
            if (page.Kind == PageType.DICTIONARY_PAGE)
                dictionary = true;
            else
                values += page.Values;
            bytes += page.Unpacked;
        }

        return values == chunk.NumValues
            ? bytes
            : throw Damaged($"its pages have {values:N0} values where {chunk.NumValues:N0} were expected");
    }

    private static void CheckValues(ParquetPage page, bool dictionary, bool optional)
    {
        var ofDictionary = page.Encoding is Encoding.PLAIN_DICTIONARY or Encoding.RLE_DICTIONARY;
        var sound = page.Kind switch
        {
            // A value takes a bit at least.
            PageType.DICTIONARY_PAGE => !dictionary && page.Values >= 0 && page.Values <= 8 * page.Unpacked,
            PageType.DATA_PAGE or PageType.DATA_PAGE_V2 => page.Values > 0 && (dictionary || !ofDictionary),
            _ => false,
        };
        if (!sound)
            throw Damaged(
                $"a page of kind {(int)page.Kind} with {page.Values:N0} values in encoding "
                    + $"{(int)page.Encoding} {(dictionary ? "behind" : "before")} a dictionary"
            );
        if (
            page.RepetitionBytes != 0
            || page.LevelBytes < 0
            || page.LevelBytes > Math.Min(page.Packed, page.Unpacked)
            || (page.LevelBytes > 0 && !optional)
            || page.Nulls < 0
            || page.Nulls > page.Values
        )
            throw Damaged("the levels of a page do not fit it");
    }

    /// <summary>The library allocates what compressed bytes say of themselves, and leaves what they do not fill as it was.</summary>
    private static void CheckCompression(Stream file, ParquetPage page, CompressionCodec codec)
    {
        var packed = page.Packed - page.LevelBytes;
        var unpacked = page.Unpacked - page.LevelBytes;
        var sound =
            packed == 0
            || (page.Stored ? CompressionCodec.UNCOMPRESSED : codec) switch
            {
                CompressionCodec.UNCOMPRESSED => packed == unpacked,
                CompressionCodec.SNAPPY => SnappyBytes(Values(file, page, Math.Min(packed, 5))) == unpacked,
                CompressionCodec.ZSTD => packed <= MaxPageBytes
                    && ZstdBytes(Values(file, page, packed)) <= MaxPageBytes,
                _ => true,
            };
        if (!sound)
            throw Damaged($"a page of {unpacked:N0} bytes does not hold as many");
    }

    private static byte[] Values(Stream file, ParquetPage page, long bytes)
    {
        var values = new byte[bytes];
        file.Position = page.Start + page.LevelBytes;
        file.ReadExactly(values);
        return values;
    }

    /// <summary>Snappy begins with the length of what it holds, seven bits a byte; −1 where it does not.</summary>
    private static long SnappyBytes(ReadOnlySpan<byte> page)
    {
        var length = 0L;
        for (var i = 0; i < page.Length; i++)
        {
            length |= (long)(page[i] & 0x7f) << (7 * i);
            if (page[i] < 0x80)
                return length;
        }

        return -1;
    }

    private static ulong ZstdBytes(ReadOnlySpan<byte> page)
    {
        try
        {
            return Decompressor.GetDecompressedSize(page);
        }
        catch (ZstdException)
        {
            return ulong.MaxValue;
        }
    }

    private static FormatException Damaged(string what) => new($"it is damaged: {what}");
}
