using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Parquet.Meta;
using Kind = Parquet.Meta.Type;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>How the values of a column are written as text.</summary>
internal static class ParquetText
{
    private const int MaxDecimalBytes = 64;

    /// <summary>A value as text, given its bytes.</summary>
    /// <exception cref="FormatException">It has none.</exception>
    internal delegate string Writer(ReadOnlySpan<byte> value);

    /// <summary>Whether values are declared to be text.</summary>
    public static bool IsDeclared(ParquetElement column) =>
        column.Type == Kind.BYTE_ARRAY
        && (
            column.Converted is ConvertedType.UTF8 or ConvertedType.ENUM or ConvertedType.JSON
            || column.Meaning?.Kind is ParquetMeaning.String or ParquetMeaning.Enum or ParquetMeaning.Json
        );

    /// <summary>What writes the values of a column, strings and bytes aside; null where they have no text, such as an image's.</summary>
    public static Writer? Of(ParquetElement column) =>
        column.Type switch
        {
            Kind.BOOLEAN => value => value[0] != 0 ? "true" : "false",
            Kind.FLOAT => value => Text(BinaryPrimitives.ReadSingleLittleEndian(value)),
            Kind.DOUBLE => value => Text(BinaryPrimitives.ReadDoubleLittleEndian(value)),
            Kind.INT96 => value =>
                ParquetTime.Timestamp(
                    BinaryPrimitives.ReadInt32LittleEndian(value[8..]),
                    BinaryPrimitives.ReadInt64LittleEndian(value)
                ),
            Kind.INT32 => Integer(column, value => BinaryPrimitives.ReadInt32LittleEndian(value), 32),
            Kind.INT64 => Integer(column, value => BinaryPrimitives.ReadInt64LittleEndian(value), 64),
            Kind.FIXED_LEN_BYTE_ARRAY or Kind.BYTE_ARRAY when IsDecimal(column) => Decimal(column),
            Kind.FIXED_LEN_BYTE_ARRAY => column switch
            {
                { Meaning.Kind: ParquetMeaning.Float16, TypeLength: 2 } => value =>
                    Text(BinaryPrimitives.ReadHalfLittleEndian(value)),
                { Meaning.Kind: ParquetMeaning.Uuid, TypeLength: 16 } => value =>
                    new Guid(value, bigEndian: true).ToString(),
                _ => null,
            },
            _ => null,
        };

    private delegate long Reader(ReadOnlySpan<byte> value);

    private static Writer? Integer(ParquetElement column, Reader read, int bits)
    {
        if (IsDecimal(column))
        {
            var scale = Scale(column);
            return value => Decimal(read(value), scale);
        }

        return (column.Meaning?.Kind, column.Converted) switch
        {
            (ParquetMeaning.Date, _) or (null, ConvertedType.DATE) => value => ParquetTime.Date(read(value)),
            (ParquetMeaning.Timestamp or ParquetMeaning.Time, _) => Time(column.Meaning!, read),
            (null, ConvertedType.TIMESTAMP_MILLIS) => Time(new(ParquetMeaning.Timestamp, 0, true, 1_000), read),
            (null, ConvertedType.TIMESTAMP_MICROS) => Time(new(ParquetMeaning.Timestamp, 0, true), read),
            (null, ConvertedType.TIME_MILLIS) => Time(new(ParquetMeaning.Time, 0, true, 1_000), read),
            (null, ConvertedType.TIME_MICROS) => Time(new(ParquetMeaning.Time, 0, true), read),
            (ParquetMeaning.Integer, _) when !column.Meaning!.Signed => Unsigned(read, bits),
            (null, ConvertedType.UINT_8 or ConvertedType.UINT_16 or ConvertedType.UINT_32 or ConvertedType.UINT_64) =>
                Unsigned(read, bits),
            _ => value => read(value).ToString(CultureInfo.InvariantCulture),
        };
    }

    private static Writer Unsigned(Reader read, int bits) =>
        value => (bits == 32 ? (uint)read(value) : (ulong)read(value)).ToString(CultureInfo.InvariantCulture);

    private static Writer Time(ParquetMeaning meaning, Reader read) =>
        meaning.Kind == ParquetMeaning.Time
            ? value => ParquetTime.OfDay(read(value), meaning.UnitsPerSecond, meaning.Utc)
            : value => ParquetTime.Timestamp(read(value), meaning.UnitsPerSecond, meaning.Utc);

    private static bool IsDecimal(ParquetElement column) =>
        column.Meaning is { Kind: ParquetMeaning.Decimal }
        || (column.Meaning is null && column.Converted == ConvertedType.DECIMAL);

    private static int Scale(ParquetElement column) => column.Meaning?.Scale ?? column.Scale;

    private static Writer Decimal(ParquetElement column)
    {
        var scale = Scale(column);
        return value =>
            value.Length <= MaxDecimalBytes
                ? Decimal(new BigInteger(value, isBigEndian: true), scale)
                : throw new FormatException($"a decimal number of {value.Length:N0} bytes");
    }

    /// <summary>A number of which some digits stand behind the point, those that are zeros at its end left out.</summary>
    public static string Decimal(BigInteger unscaled, int scale)
    {
        if (scale is < 0 or > 1_000)
            throw new FormatException($"a decimal number with {scale:N0} digits behind the point");
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}".TrimEnd('0').TrimEnd('.');
        return unscaled.Sign < 0 ? "-" + text : text;
    }

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
