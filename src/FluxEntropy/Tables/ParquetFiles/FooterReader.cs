using Parquet.Meta;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>
/// Reads FileMetaData of parquet.thrift: the schema and where each column of each row group lies. Whatever else is there
/// is passed over.
/// </summary>
internal static class FooterReader
{
    /// <summary>Reads a footer.</summary>
    /// <exception cref="EndOfStreamException">It ends within a value.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="FormatException">It is encrypted, or describes no table.</exception>
    public static ParquetMetadata Read(ReadOnlySpan<byte> footer)
    {
        var reader = new ThriftReader(footer);
        var (schema, groups) = (new List<ParquetElement>(), new List<ParquetRowGroup>());
        for (short id = 0; reader.NextField(ref id, out var type); )
        {
            if (id == 8)
                throw ParquetFooter.Encrypted();
            if (id == 2)
                for (var left = Structures(ref reader, type); left > 0; left--)
                    schema.Add(Element(ref reader));
            else if (id == 4)
                for (var left = Structures(ref reader, type); left > 0; left--)
                    groups.Add(Group(ref reader));
            else
                reader.Skip(type);
        }

        return new(SchemaTree.Columns(schema), groups);
    }

    private static int Structures(ref ThriftReader reader, ThriftType type)
    {
        Expect(type, ThriftType.List);
        var (count, element) = reader.List();
        if (count > 0)
            Expect(element, ThriftType.Struct);
        return count;
    }

    private static ParquetElement Element(ref ThriftReader reader)
    {
        var element = new ParquetElement();
        for (short id = 0; reader.NextField(ref id, out var type); )
        {
            switch (id)
            {
                case 4:
                    Expect(type, ThriftType.Binary);
                    element = element with { Name = System.Text.Encoding.UTF8.GetString(reader.Bytes()) };
                    break;
                case 10:
                    Expect(type, ThriftType.Struct);
                    element = element with { Meaning = MeaningReader.Read(ref reader) };
                    break;
                case 1 or 2 or 3 or 5 or 6 or 7:
                    var number = Number(ref reader, type);
                    element = id switch
                    {
                        1 => element with { Type = (Parquet.Meta.Type)number },
                        2 => element with { TypeLength = number },
                        3 => element with { Repetition = (FieldRepetitionType)number },
                        5 => element with { Children = number },
                        6 => element with { Converted = (ConvertedType)number },
                        _ => element with { Scale = number },
                    };
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return element;
    }

    private static ParquetRowGroup Group(ref ThriftReader reader)
    {
        var (rows, chunks) = (0L, new List<ParquetChunk>());
        for (short id = 0; reader.NextField(ref id, out var type); )
        {
            if (id == 1)
                for (var left = Structures(ref reader, type); left > 0; left--)
                    chunks.Add(Chunk(ref reader));
            else if (id == 3 && type == ThriftType.I64)
                rows = reader.Integer();
            else
                reader.Skip(type);
        }

        return new(rows, chunks);
    }

    private static ParquetChunk Chunk(ref ThriftReader reader)
    {
        ParquetChunk? chunk = null;
        for (short id = 0; reader.NextField(ref id, out var type); )
        {
            if (id == 1)
                throw new FormatException("its columns lie in other files; name those files in its place");
            if (id == 8)
                throw ParquetFooter.Encrypted();
            if (id == 3 && type == ThriftType.Struct)
                chunk = ColumnMetaData(ref reader);
            else
                reader.Skip(type);
        }

        return chunk ?? new(CompressionCodec.UNCOMPRESSED, -1, 0);
    }

    private static ParquetChunk ColumnMetaData(ref ThriftReader reader)
    {
        var (codec, values, start) = (0, -1L, 0L);
        for (short id = 0; reader.NextField(ref id, out var type); )
        {
            if (id == 4)
                codec = Number(ref reader, type);
            else if (id is 5 or 9 or 10 or 11 && type == ThriftType.I64)
            {
                var number = reader.Integer();
                if (id == 5)
                    values = number;
                else if (number != 0 && (start == 0 || number < start))
                    start = number; // of the first data page, index page and dictionary page the least
            }
            else
                reader.Skip(type);
        }

        return new((CompressionCodec)codec, values, start);
    }

    private static int Number(ref ThriftReader reader, ThriftType type)
    {
        Expect(type, ThriftType.I32);
        return checked((int)reader.Integer());
    }

    private static void Expect(ThriftType type, ThriftType expected)
    {
        if (type != expected)
            throw new InvalidDataException($"a value of type {(byte)type} in place of {(byte)expected}");
    }
}
