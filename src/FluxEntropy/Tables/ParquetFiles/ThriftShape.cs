namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>The fields of a structure that are known, each of one type.</summary>
internal sealed class ThriftShape
{
    private readonly Dictionary<short, Field> _fields;

    public ThriftShape(params Field[] fields) => _fields = fields.ToDictionary(field => field.Id);

    /// <summary>A field: a value, or, with a shape, a structure.</summary>
    public sealed record Field(short Id, ThriftType Type, ThriftShape? Inner = null)
    {
        public static implicit operator Field((short Id, ThriftType Type) value) => new(value.Id, value.Type);

        public static implicit operator Field((short Id, ThriftShape Inner) structure) =>
            new(structure.Id, ThriftType.Struct, Inner: structure.Inner);
    }

    /// <summary>What is known of a field that was met, or null.</summary>
    /// <exception cref="InvalidDataException">It is known, of another type.</exception>
    public Field? Of(short id, ThriftType type)
    {
        if (!_fields.TryGetValue(id, out var field))
            return null;
        var same = field.Type == type || (field.Type == ThriftType.True && type == ThriftType.False);
        return same
            ? field
            : throw new InvalidDataException($"field {id} has type {(byte)type} in place of {(byte)field.Type}");
    }
}
