using Parquet.Meta;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>Which reader takes the values of a page: every encoding of the format, for the types that it is defined for.</summary>
internal static class PageValues
{
    /// <summary>Most values of a page, nulls included: run lengths can claim any number of them in a few bytes.</summary>
    public const int MaxValues = 1 << 26;

    /// <summary>The values of a page.</summary>
    /// <param name="bytes">Its bytes behind the levels.</param>
    /// <param name="encoding">How they are written.</param>
    /// <param name="column">What they are.</param>
    /// <param name="dictionary">What indices refer to, where there is one.</param>
    /// <exception cref="FormatException">They are not written in a way that is read.</exception>
    public static IPageValues Of(
        ReadOnlyMemory<byte> bytes,
        Encoding encoding,
        ParquetElement column,
        PageDictionary? dictionary
    )
    {
        var type = column.Type!.Value;
        var width = Width(column);
        return encoding switch
        {
            Encoding.PLAIN => Plain(bytes, column),
            Encoding.PLAIN_DICTIONARY or Encoding.RLE_DICTIONARY => new DictionaryValues.Indexed(
                bytes,
                dictionary ?? throw new FormatException("it is damaged: indices without a dictionary")
            ),
            Encoding.RLE when type == Parquet.Meta.Type.BOOLEAN => new DictionaryValues.Booleans(bytes),
            Encoding.DELTA_BINARY_PACKED when type is Parquet.Meta.Type.INT32 or Parquet.Meta.Type.INT64 =>
                new DeltaValues.Integers(bytes, width),
            Encoding.DELTA_LENGTH_BYTE_ARRAY when type == Parquet.Meta.Type.BYTE_ARRAY => new DeltaValues.Strings(
                bytes
            ),
            Encoding.DELTA_BYTE_ARRAY
                when type is Parquet.Meta.Type.BYTE_ARRAY or Parquet.Meta.Type.FIXED_LEN_BYTE_ARRAY =>
                new DeltaValues.Prefixed(bytes),
            Encoding.BYTE_STREAM_SPLIT when width > 1 => new PlainValues.Split(bytes, width),
            _ => throw new FormatException($"{type} in encoding {encoding} is not read"),
        };
    }

    /// <summary>The values of a page in PLAIN, as that of a dictionary is.</summary>
    public static IPageValues Plain(ReadOnlyMemory<byte> bytes, ParquetElement column) =>
        column.Type switch
        {
            Parquet.Meta.Type.BOOLEAN => new PlainValues.Bits(bytes),
            Parquet.Meta.Type.BYTE_ARRAY => new PlainValues.Strings(bytes),
            _ => new PlainValues.Fixed(bytes, Width(column)),
        };

    private static int Width(ParquetElement column) =>
        column.Type switch
        {
            Parquet.Meta.Type.INT32 or Parquet.Meta.Type.FLOAT => 4,
            Parquet.Meta.Type.INT64 or Parquet.Meta.Type.DOUBLE => 8,
            Parquet.Meta.Type.INT96 => 12,
            Parquet.Meta.Type.FIXED_LEN_BYTE_ARRAY => column.TypeLength is > 0 and <= 1 << 24
                ? column.TypeLength
                : throw new FormatException($"it is damaged: values of {column.TypeLength:N0} bytes"),
            Parquet.Meta.Type.BOOLEAN or Parquet.Meta.Type.BYTE_ARRAY => 1,
            _ => throw new FormatException($"it is damaged: values of type {(int)column.Type!}"),
        };
}
