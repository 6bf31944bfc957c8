using System.Text;

namespace FluxEntropy.Tests.Sources;

/// <summary>Writes a structure of Thrift's compact protocol, by which Parquet describes itself.</summary>
internal sealed class Thrift
{
    private readonly List<byte> _bytes = [];
    private int _last;

    public Thrift I32(int id, int value) => Field(id, 5, Number(value));

    public Thrift I64(int id, long value) => Field(id, 6, Number(value));

    public Thrift Bool(int id, bool value) => Field(id, value ? 1 : 2, []);

    public Thrift Binary(int id, string value) => Field(id, 8, Text(value));

    public Thrift Struct(int id, byte[] content) => Field(id, 12, content);

    public Thrift List(int id, int type, IReadOnlyList<byte[]> values) =>
        Field(id, 9, [(byte)((values.Count << 4) | type), .. values.SelectMany(value => value)]);

    public byte[] End() => [.. _bytes, 0];

    public static byte[] Number(long value) => Varint(unchecked((ulong)((value << 1) ^ (value >> 63))));

    public static byte[] Text(string value) =>
        [.. Varint((ulong)Encoding.UTF8.GetByteCount(value)), .. Encoding.UTF8.GetBytes(value)];

    public static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }

    private Thrift Field(int id, int type, byte[] value)
    {
        _bytes.Add((byte)(((id - _last) << 4) | type));
        _bytes.AddRange(value);
        _last = id;
        return this;
    }
}
