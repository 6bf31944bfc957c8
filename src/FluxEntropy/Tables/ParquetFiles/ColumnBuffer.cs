using Parquet;
using Parquet.Schema;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>A column's values of the row group that is being gathered.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>The column in the file's schema.</summary>
    public abstract Field Field { get; }

    public static ColumnBuffer Of(TableField field) =>
        field.Kind switch
        {
            FieldKind.Integer => new Values<int>(field.Name),
            FieldKind.Long => new Values<long>(field.Name),
            FieldKind.Real => new Values<float>(field.Name),
            FieldKind.Integers => new Lists<int>(field.Name),
            FieldKind.Reals => new Lists<float>(field.Name),
            _ => new Texts(field.Name),
        };

    /// <summary>Adds one value, of the column's kind or null.</summary>
    public void Add<T>(T value) => ((IColumnOf<T>)this).Append(value);

    /// <summary>Adds a list.</summary>
    public void AddList<T>(ReadOnlySpan<T> values)
        where T : struct => ((Lists<T>)this).Append(values);

    /// <summary>Writes the gathered values and forgets them.</summary>
    public abstract ValueTask WriteAsync(ParquetRowGroupWriter group);

    private interface IColumnOf<in T>
    {
        void Append(T value);
    }

    private sealed class Texts(string name) : ColumnBuffer, IColumnOf<string?>
    {
        private readonly DataField<string> _field = new(name);
        private readonly List<string?> _values = [];

        public override Field Field => _field;

        public void Append(string? value) => _values.Add(value);

        public override async ValueTask WriteAsync(ParquetRowGroupWriter group)
        {
            await group.WriteAsync(_field, _values!);
            _values.Clear();
        }
    }

    private sealed class Values<T>(string name) : ColumnBuffer, IColumnOf<T?>
        where T : struct
    {
        private readonly DataField<T> _field = new(name, nullable: true);
        private readonly List<T?> _values = [];

        public override Field Field => _field;

        public void Append(T? value) => _values.Add(value);

        public override async ValueTask WriteAsync(ParquetRowGroupWriter group)
        {
            await group.WriteAsync<T>(_field, _values.ToArray());
            _values.Clear();
        }
    }

    /// <summary>An optional list of required elements; an empty one holds a level that says so, and no value.</summary>
    private sealed class Lists<T> : ColumnBuffer
        where T : struct
    {
        private readonly DataField<T> _element = new("element", nullable: false);
        private readonly ListField _field;
        private readonly List<T> _values = [];
        private readonly List<int> _definitions = [];
        private readonly List<int> _repetitions = [];

        public Lists(string name) => _field = new ListField(name, _element);

        public override Field Field => _field;

        public void Append(ReadOnlySpan<T> values)
        {
            for (var i = 0; i < Math.Max(1, values.Length); i++)
            {
                _definitions.Add(_element.MaxDefinitionLevel - (values.IsEmpty ? 1 : 0));
                _repetitions.Add(i == 0 ? 0 : _element.MaxRepetitionLevel);
            }

            _values.AddRange(values);
        }

        public override async ValueTask WriteAsync(ParquetRowGroupWriter group)
        {
            await group.WriteAllPartsAsync<T>(
                _element,
                _values.ToArray(),
                _definitions.ToArray(),
                _repetitions.ToArray(),
                CancellationToken.None
            );
            _values.Clear();
            _definitions.Clear();
            _repetitions.Clear();
        }
    }
}
