using System.IO.Compression;
using K4os.Compression.LZ4;
using Parquet.Meta;
using Snappier;
using ZstdSharp;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>The bytes of a page, decompressed into exactly as many as its head claims.</summary>
internal static class PageBytes
{
    private const int MaxBytes = 256 << 20;

    /// <summary>Reads them. Levels of version 2 stand before the values, uncompressed.</summary>
    /// <exception cref="FormatException">
    /// They are more than is read, lie outside the data, or do not decompress to what they should.
    /// </exception>
    public static byte[] Read(Stream file, ParquetPage page, CompressionCodec codec, long dataBytes)
    {
        if (page.Unpacked is < 0 or > MaxBytes)
            throw new FormatException(
                $"a page has {page.Unpacked:N0} bytes, at most {MaxBytes >> 20} MiB are read; write smaller pages"
            );
        if (page.Packed < 0 || page.Packed > MaxBytes || page.Start + page.Packed > dataBytes)
            throw new FormatException("it is damaged: a page reaches beyond the file's data");
        if (
            page.RepetitionBytes < 0
            || page.LevelBytes < page.RepetitionBytes
            || page.LevelBytes > Math.Min(page.Packed, page.Unpacked)
        )
            throw new FormatException("it is damaged: the levels of a page do not fit it");
        var packed = new byte[page.Packed];
        file.Position = page.Start;
        file.ReadExactly(packed);
        var levels = (int)page.LevelBytes;
        if (page.Stored || codec == CompressionCodec.UNCOMPRESSED)
            return packed.Length == page.Unpacked ? packed : throw Short(page);
        var unpacked = new byte[page.Unpacked];
        packed.AsSpan(0, levels).CopyTo(unpacked);
        // What nothing is compressed to, each writer's library decides.
        if (unpacked.Length > levels)
            Unpack(codec, packed.AsMemory(levels), unpacked.AsSpan(levels), page);
        return unpacked;
    }

    /// <summary>Whether pages that are compressed so can be read.</summary>
    public static bool Reads(CompressionCodec codec) =>
        codec
            is CompressionCodec.UNCOMPRESSED
                or CompressionCodec.SNAPPY
                or CompressionCodec.GZIP
                or CompressionCodec.BROTLI
                or CompressionCodec.ZSTD
                or CompressionCodec.LZ4_RAW;

    private static void Unpack(CompressionCodec codec, Memory<byte> packed, Span<byte> into, ParquetPage page)
    {
        var written = codec switch
        {
            CompressionCodec.SNAPPY => Snappy.GetUncompressedLength(packed.Span) == into.Length
                ? Snappy.Decompress(packed.Span, into)
                : -1,
            CompressionCodec.GZIP => Gzip(packed, into),
            CompressionCodec.BROTLI => BrotliDecoder.TryDecompress(packed.Span, into, out var bytes) ? bytes : -1,
            CompressionCodec.ZSTD => Zstd(packed.Span, into),
            _ => LZ4Codec.Decode(packed.Span, into),
        };
        if (written != into.Length)
            throw Short(page);
    }

    private static int Zstd(ReadOnlySpan<byte> packed, Span<byte> into)
    {
        using var decompressor = new Decompressor();
        return decompressor.Unwrap(packed, into);
    }

    private static int Gzip(ReadOnlyMemory<byte> packed, Span<byte> into)
    {
        using var stream = new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        return stream.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
    }

    private static FormatException Short(ParquetPage page) =>
        new($"it is damaged: a page of {page.Unpacked:N0} bytes does not hold as many");
}
