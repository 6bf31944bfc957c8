namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>Reads the union LogicalType of parquet.thrift.</summary>
internal static class MeaningReader
{
    /// <summary>Reads it; null of one that is empty.</summary>
    public static ParquetMeaning? Read(ref ThriftReader reader)
    {
        ParquetMeaning? meaning = null;
        for (short id = 0; reader.NextField(ref id, out var type); )
        {
            if (type == ThriftType.Struct)
                meaning = Of(ref reader, id);
            else
                reader.Skip(type);
        }

        return meaning;
    }

    private static ParquetMeaning Of(ref ThriftReader reader, int kind)
    {
        var meaning = new ParquetMeaning(kind);
        for (short id = 0; reader.NextField(ref id, out var type); )
        {
            if (kind == ParquetMeaning.Decimal && id == 1 && type == ThriftType.I32)
                meaning = meaning with { Scale = checked((int)reader.Integer()) };
            else if (kind is ParquetMeaning.Time or ParquetMeaning.Timestamp && id == 1)
                meaning = meaning with { Utc = type == ThriftType.True };
            else if (kind is ParquetMeaning.Time or ParquetMeaning.Timestamp && id == 2 && type == ThriftType.Struct)
                meaning = meaning with { UnitsPerSecond = Unit(ref reader) };
            else if (kind == ParquetMeaning.Integer && id == 2)
                meaning = meaning with { Signed = type == ThriftType.True };
            else
                reader.Skip(type);
        }

        return meaning;
    }

    private static long Unit(ref ThriftReader reader)
    {
        var unit = 1_000_000L;
        for (short id = 0; reader.NextField(ref id, out var type); )
        {
            unit = id switch
            {
                1 => 1_000,
                2 => 1_000_000,
                _ => 1_000_000_000,
            };
            reader.Skip(type);
        }

        return unit;
    }
}
