using System.Globalization;
using System.Numerics;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Arrays;
using Apache.Arrow.Types;
using FluxEntropy.Lines;
using FluxEntropy.Tables.ParquetFiles;

namespace FluxEntropy.Sources.Formats;

/// <summary>How the values of an Arrow array are written as text: as those of Parquet are.</summary>
internal static class ArrowText
{
    private const long MillisecondsPerDay = 86_400_000;

    /// <summary>A value that is not null, as text.</summary>
    /// <exception cref="FormatException">It has none.</exception>
    internal delegate string Writer(IArrowArray array, int row);

    /// <summary>Whether values are text.</summary>
    public static bool IsText(IArrowType type) =>
        type.TypeId is ArrowTypeId.String or ArrowTypeId.LargeString or ArrowTypeId.StringView
        || (type is DictionaryType dictionary && IsText(dictionary.ValueType));

    /// <summary>Whether values are bytes that are not declared to be text.</summary>
    public static bool IsBytes(IArrowType type) =>
        type.TypeId is ArrowTypeId.Binary or ArrowTypeId.LargeBinary or ArrowTypeId.BinaryView
        || (type is DictionaryType dictionary && IsBytes(dictionary.ValueType));

    /// <summary>Whether a row has one value of a type that has no text here.</summary>
    public static bool IsScalar(IArrowType type) =>
        type.TypeId is ArrowTypeId.FixedSizedBinary or ArrowTypeId.Interval or ArrowTypeId.Union;

    /// <summary>What writes the values of a type; null where they have no text.</summary>
    public static Writer? Of(IArrowType type) =>
        type.TypeId switch
        {
            ArrowTypeId.String or ArrowTypeId.Binary => (array, row) => Text(((BinaryArray)array).GetBytes(row)),
            ArrowTypeId.LargeString or ArrowTypeId.LargeBinary => (array, row) =>
                Text(((LargeBinaryArray)array).GetBytes(row)),
            ArrowTypeId.StringView or ArrowTypeId.BinaryView => (array, row) =>
                Text(((BinaryViewArray)array).GetBytes(row)),
            ArrowTypeId.Boolean => (array, row) => ((BooleanArray)array).GetValue(row)!.Value ? "true" : "false",
            ArrowTypeId.Int8 => Number<sbyte>,
            ArrowTypeId.Int16 => Number<short>,
            ArrowTypeId.Int32 => Number<int>,
            ArrowTypeId.Int64 or ArrowTypeId.Duration => Number<long>,
            ArrowTypeId.UInt8 => Number<byte>,
            ArrowTypeId.UInt16 => Number<ushort>,
            ArrowTypeId.UInt32 => Number<uint>,
            ArrowTypeId.UInt64 => Number<ulong>,
            ArrowTypeId.HalfFloat => Number<Half>,
            ArrowTypeId.Float => Number<float>,
            ArrowTypeId.Double => Number<double>,
            ArrowTypeId.Date32 => (array, row) => ParquetTime.Date(Value<int>(array, row)),
            ArrowTypeId.Date64 => (array, row) =>
                ParquetTime.Date((long)Math.Floor((double)Value<long>(array, row) / MillisecondsPerDay)),
            ArrowTypeId.Timestamp => Timestamp((TimestampType)type),
            ArrowTypeId.Time32 => (array, row) =>
                ParquetTime.OfDay(Value<int>(array, row), PerSecond(((Time32Type)type).Unit), utc: false),
            ArrowTypeId.Time64 => (array, row) =>
                ParquetTime.OfDay(Value<long>(array, row), PerSecond(((Time64Type)type).Unit), utc: false),
            ArrowTypeId.Decimal128 => Decimal(((Decimal128Type)type).Scale),
            ArrowTypeId.Decimal256 => Decimal(((Decimal256Type)type).Scale),
            ArrowTypeId.Dictionary => InDictionary((DictionaryType)type),
            _ => null,
        };

    private static string Text(ReadOnlySpan<byte> value)
    {
        if (value.Length > RecordLimit.Bytes)
            throw new FormatException($"is longer than {RecordLimit.Bytes >> 20} MiB; split the document");
        return Utf8Text.Fault(value, 0) is { } fault
            ? throw new FormatException($"has {fault}")
            : Encoding.UTF8.GetString(value);
    }

    private static string Number<T>(IArrowArray array, int row)
        where T : struct, IEquatable<T>, IFormattable =>
        Value<T>(array, row).ToString(null, CultureInfo.InvariantCulture);

    private static T Value<T>(IArrowArray array, int row)
        where T : struct, IEquatable<T> => ((PrimitiveArray<T>)array).Values[row];

    private static Writer Timestamp(TimestampType type)
    {
        var (perSecond, utc) = (PerSecond(type.Unit), !string.IsNullOrEmpty(type.Timezone));
        return (array, row) => ParquetTime.Timestamp(Value<long>(array, row), perSecond, utc);
    }

    private static Writer Decimal(int scale) =>
        (array, row) =>
            ParquetText.Decimal(new BigInteger(((FixedSizeBinaryArray)array).GetBytes(row), isBigEndian: false), scale);

    private static Writer? InDictionary(DictionaryType type)
    {
        if (type.ValueType is DictionaryType || Of(type.ValueType) is not { } value || Of(type.IndexType) is null)
            return null;
        return (array, row) =>
        {
            var (indices, values) = (((DictionaryArray)array).Indices, ((DictionaryArray)array).Dictionary);
            var index = Index(indices, row);
            return values.IsNull(index) ? throw new FormatException("is null") : value(values, index);
        };
    }

    private static int Index(IArrowArray indices, int row) =>
        indices switch
        {
            Int8Array array => array.Values[row],
            Int16Array array => array.Values[row],
            Int32Array array => array.Values[row],
            Int64Array array => checked((int)array.Values[row]),
            UInt8Array array => array.Values[row],
            UInt16Array array => array.Values[row],
            UInt32Array array => checked((int)array.Values[row]),
            UInt64Array array => checked((int)array.Values[row]),
            _ => throw new InvalidDataException("a dictionary's index is no integer"),
        };

    private static long PerSecond(TimeUnit unit) =>
        unit switch
        {
            TimeUnit.Second => 1,
            TimeUnit.Millisecond => 1_000,
            TimeUnit.Microsecond => 1_000_000,
            _ => 1_000_000_000,
        };
}
