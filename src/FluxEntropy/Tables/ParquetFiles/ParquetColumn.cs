using System.Globalization;
using FluxEntropy.Lines;
using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>A column that is not nested, and its values in the row group read last.</summary>
internal abstract class ParquetColumn
{
    private static readonly Dictionary<System.Type, Func<DataField, ParquetColumn>> Kinds = new()
    {
        [typeof(ReadOnlyMemory<byte>)] = field => new Bytes(field),
        [typeof(bool)] = field => new Scalars<bool>(field, value => value ? "true" : "false"),
        [typeof(sbyte)] = Formatted<sbyte>,
        [typeof(byte)] = Formatted<byte>,
        [typeof(short)] = Formatted<short>,
        [typeof(ushort)] = Formatted<ushort>,
        [typeof(int)] = Formatted<int>,
        [typeof(uint)] = Formatted<uint>,
        [typeof(long)] = Formatted<long>,
        [typeof(ulong)] = Formatted<ulong>,
        [typeof(float)] = Formatted<float>,
        [typeof(double)] = Formatted<double>,
        [typeof(decimal)] = Formatted<decimal>,
        [typeof(Guid)] = Formatted<Guid>,
        [typeof(DateTime)] = field => new Scalars<DateTime>(field, value =>
            value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture)
        ),
        [typeof(DateOnly)] = field => new Scalars<DateOnly>(field, value =>
            value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        ),
    };

    private ParquetColumn(DataField field) => Field = field;

    public DataField Field { get; }

    public string Name => Field.Name;

    /// <summary>Whether its values are byte arrays, of which UTF-8 is expected.</summary>
    public bool IsText => this is Bytes;

    /// <summary>Whether its values are whole numbers.</summary>
    public bool IsInteger =>
        Field.ClrType == typeof(sbyte)
        || Field.ClrType == typeof(byte)
        || Field.ClrType == typeof(short)
        || Field.ClrType == typeof(ushort)
        || Field.ClrType == typeof(int)
        || Field.ClrType == typeof(uint)
        || Field.ClrType == typeof(long)
        || Field.ClrType == typeof(ulong);

    /// <summary>The column of a field, or null where it is nested or of a type that has no text.</summary>
    public static ParquetColumn? Of(Field field) =>
        field is DataField { IsArray: false, MaxRepetitionLevel: 0 } data
        && Kinds.TryGetValue(data.ClrType, out var kind)
            ? kind(data)
            : null;

    /// <summary>Has the library treat strings as the bytes that they are: it would replace what is not UTF-8 without a word.</summary>
    /// <returns>Names of the columns that are declared to be text.</returns>
    public static HashSet<string> TakeStringsAsBytes(IEnumerable<SchemaElement> schema)
    {
        var texts = new HashSet<string>();
        foreach (var element in schema.Where(element => element.Type == Parquet.Meta.Type.BYTE_ARRAY))
        {
            if (
                element.ConvertedType is not (ConvertedType.UTF8 or ConvertedType.ENUM or ConvertedType.JSON)
                && element.LogicalType is not ({ STRING: not null } or { ENUM: not null } or { JSON: not null })
            )
                continue;
            (element.ConvertedType, element.LogicalType) = (null, null);
            texts.Add(element.Name);
        }

        return texts;
    }

    /// <summary>Reads its values of a row group; those of the one before are gone.</summary>
    public abstract ValueTask ReadAsync(ParquetRowGroupReader group, CancellationToken cancellationToken);

    /// <summary>The value of the next row of the row group as text; null where it is null.</summary>
    /// <exception cref="FormatException">It is not UTF-8, or longer than a record may be.</exception>
    public abstract string? Next();

    private static Scalars<T> Formatted<T>(DataField field)
        where T : struct, IFormattable => new(field, value => value.ToString(null, CultureInfo.InvariantCulture));

    private abstract class Typed<T>(DataField field) : ParquetColumn(field)
        where T : struct
    {
        private T[] _values = [];
        private int[]? _levels;
        private int _row;
        private int _value;

        public override async ValueTask ReadAsync(ParquetRowGroupReader group, CancellationToken cancellationToken)
        {
            _values = new T[group.RowCount];
            _levels = Field.MaxDefinitionLevel > 0 ? new int[group.RowCount] : null;
            (_row, _value) = (0, 0);
            await group
                .ReadRawAsync<T>(
                    Field,
                    _values,
                    _levels is null ? default(Memory<int>?) : _levels,
                    null,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }

        public override string? Next() =>
            _levels is { } levels && levels[_row++] < Field.MaxDefinitionLevel ? null : Format(_values[_value++]);

        protected abstract string? Format(T value);
    }

    private sealed class Scalars<T>(DataField field, Func<T, string> format) : Typed<T>(field)
        where T : struct
    {
        protected override string Format(T value) => format(value);
    }

    private sealed class Bytes(DataField field) : Typed<ReadOnlyMemory<byte>>(field)
    {
        protected override string Format(ReadOnlyMemory<byte> value)
        {
            if (value.Length > RecordLimit.Bytes)
                throw new FormatException(
                    $"column \"{Name}\" is longer than {RecordLimit.Bytes >> 20} MiB; split the document"
                );
            return Utf8Text.Fault(value.Span, 0) is { } fault
                ? throw new FormatException($"column \"{Name}\": {fault}")
                : System.Text.Encoding.UTF8.GetString(value.Span);
        }
    }
}
