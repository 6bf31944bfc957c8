using System.Text;

namespace FluxEntropy.Tests.Sources;

/// <summary>Parquet files byte by byte, for encodings and types that the library does not write.</summary>
internal static class ParquetBytes
{
    public const int TypeBoolean = 0;
    public const int TypeInt32 = 1;
    public const int TypeInt64 = 2;
    public const int TypeInt96 = 3;
    public const int TypeDouble = 5;
    public const int TypeByteArray = 6;
    public const int TypeFixed = 7;

    /// <summary>A column in one page of version 2, without nulls unless it has levels.</summary>
    /// <param name="Name">Its name; <c>a.b</c> lies in a group <c>a</c>.</param>
    /// <param name="Type">Its physical type.</param>
    /// <param name="Encoding">Number of the encoding of its values.</param>
    /// <param name="Values">Its values.</param>
    public sealed record Column(string Name, int Type, int Encoding, byte[] Values)
    {
        public int? Converted { get; init; }

        /// <summary>Content of the field logicalType, such as {6: {}} for a date.</summary>
        public byte[]? Meaning { get; init; }

        public int Length { get; init; }

        /// <summary>Number of the compression that its values are in.</summary>
        public int Codec { get; init; }

        /// <summary>A dictionary of one value, in PLAIN.</summary>
        public byte[]? Dictionary { get; init; }

        /// <summary>Pages of no value before the one that has them.</summary>
        public int EmptyPages { get; init; }

        /// <summary>Run lengths of the levels that say what is null, which here is all; then nothing is left once decompressed.</summary>
        public byte[]? Levels { get; init; }
    }

    /// <summary>A column of strings in PLAIN.</summary>
    public static Column Strings(string name, params string[] values) =>
        new(name, TypeByteArray, 0, [.. values.SelectMany(Plain)]) { Converted = 0 };

    /// <summary>A file of one row group.</summary>
    public static byte[] File(int rows, params Column[] columns)
    {
        var file = new List<byte>("PAR1"u8.ToArray());
        var chunks = new List<byte[]>();
        foreach (var column in columns)
        {
            var at = file.Count;
            if (column.Dictionary is { } dictionary)
                file.AddRange(Page(2, 7, new Thrift().I32(1, 1).I32(2, 0).End(), dictionary));
            for (var i = 0; i < column.EmptyPages; i++)
                file.AddRange(Page(3, 8, Values(column, 0), []));
            file.AddRange(Page(3, 8, Values(column, rows), [.. column.Levels ?? [], .. column.Values], column.Levels));
            var path = column.Name.Split('.').Select(name => Thrift.Text(name)).ToList();
            var meta = new Thrift()
                .I32(1, column.Type)
                .List(2, 5, [Thrift.Number(column.Encoding)])
                .List(3, 8, path)
                .I32(4, column.Codec)
                .I64(5, rows)
                .I64(6, file.Count - at)
                .I64(7, file.Count - at)
                .I64(9, at);
            chunks.Add(new Thrift().I64(2, at).Struct(3, meta.End()).End());
        }

        var group = new Thrift().List(1, 12, chunks).I64(2, file.Count).I64(3, rows).End();
        var footer = new Thrift().I32(1, 2).List(2, 12, [.. Schema(columns)]).I64(3, rows).List(4, 12, [group]).End();
        return [.. file, .. footer, .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8];
    }

    /// <summary>A string with its length before it.</summary>
    public static byte[] Plain(string value) =>
        [.. BitConverter.GetBytes(Encoding.UTF8.GetByteCount(value)), .. Encoding.UTF8.GetBytes(value)];

    /// <summary>Bits in groups of eight, as RLE has them behind a length.</summary>
    public static byte[] PackedBits(IReadOnlyList<bool> values)
    {
        var groups = (values.Count + 7) / 8;
        var runs = new List<byte>(Thrift.Varint((ulong)(groups << 1) | 1));
        for (var i = 0; i < groups; i++)
            runs.Add((byte)Enumerable.Range(0, 8).Sum(k => 8 * i + k < values.Count && values[8 * i + k] ? 1 << k : 0));
        return [.. BitConverter.GetBytes(runs.Count), .. runs];
    }

    /// <summary>DELTA_BINARY_PACKED, every difference in 64 bits: one block of 128 values for each 128.</summary>
    public static byte[] Delta(params long[] values)
    {
        var bytes = new List<byte>();
        foreach (var number in (ulong[])[128, 4, (ulong)values.Length])
            bytes.AddRange(Thrift.Varint(number));
        bytes.AddRange(Thrift.Number(values[0]));
        for (var start = 1; start < values.Length; start += 128)
        {
            var deltas = Enumerable.Range(start, Math.Min(128, values.Length - start));
            var packed = deltas.Select(i => unchecked(values[i] - values[i - 1])).ToList();
            var least = packed.Min();
            var miniblocks = (packed.Count + 31) / 32;
            bytes.AddRange(Thrift.Number(least));
            bytes.AddRange(Enumerable.Range(0, 4).Select(i => (byte)(i < miniblocks ? 64 : 0)));
            for (var i = 0; i < 32 * miniblocks; i++)
                bytes.AddRange(BitConverter.GetBytes(i < packed.Count ? unchecked(packed[i] - least) : 0));
        }

        return [.. bytes];
    }

    private static byte[] Values(Column column, int rows) =>
        new Thrift()
            .I32(1, rows)
            .I32(2, column.Levels is null ? 0 : rows)
            .I32(3, rows)
            .I32(4, column.Encoding)
            .I32(5, column.Levels?.Length ?? 0)
            .I32(6, 0)
            .Bool(7, column.Codec != 0)
            .End();

    private static byte[] Page(int kind, int field, byte[] head, byte[] bytes, byte[]? unpacked = null) =>
        [
            .. new Thrift()
                .I32(1, kind)
                .I32(2, (unpacked ?? bytes).Length)
                .I32(3, bytes.Length)
                .Struct(field, head)
                .End(),
            .. bytes,
        ];

    private static IEnumerable<byte[]> Schema(Column[] columns)
    {
        var roots = columns
            .GroupBy(column => column.Name.Contains('.') ? (object)column.Name.Split('.')[0] : column)
            .ToList();
        yield return new Thrift().Binary(4, "schema").I32(5, roots.Count).End();
        foreach (var root in roots)
        {
            if (root.Any(column => column.Name.Contains('.')))
                yield return new Thrift().I32(3, 0).Binary(4, (string)root.Key).I32(5, root.Count()).End();
            foreach (var column in root)
            {
                var element = new Thrift().I32(1, column.Type);
                if (column.Length > 0)
                    element.I32(2, column.Length);
                element.I32(3, column.Levels is null ? 0 : 1).Binary(4, column.Name.Split('.')[^1]);
                if (column.Converted is { } converted)
                    element.I32(6, converted);
                if (column.Meaning is { } meaning)
                    element.Struct(10, meaning);
                yield return element.End();
            }
        }
    }
}
