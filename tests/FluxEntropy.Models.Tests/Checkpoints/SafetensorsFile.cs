using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace FluxEntropy.Models.Tests.Checkpoints;

/// <summary>Writes safetensors files of any storage type, by the format's description alone.</summary>
internal static class SafetensorsFile
{
    internal static void Write(
        string file,
        string dtype,
        IEnumerable<(string Name, long[] Shape, float[] Numbers)> tensors
    )
    {
        var header = new JsonObject();
        var data = new MemoryStream();
        foreach (var (name, shape, numbers) in tensors)
        {
            var begin = data.Length;
            foreach (var number in numbers)
                data.Write(Bytes(dtype, number));
            header[name] = new JsonObject
            {
                ["dtype"] = dtype,
                ["shape"] = new JsonArray([.. shape.Select(dimension => (JsonNode)dimension)]),
                ["data_offsets"] = new JsonArray(begin, data.Length),
            };
        }

        Write(file, header.ToJsonString(), data.ToArray());
    }

    internal static void Write(string file, string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(file, [.. length, .. json, .. data]);
    }

    /// <summary>The number that a stored one is read as.</summary>
    internal static float Round(string dtype, float number) =>
        dtype switch
        {
            "F32" => number,
            "F16" => (float)(Half)number,
            "BF16" => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(number) & 0xFFFF0000),
            _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, null),
        };

    private static byte[] Bytes(string dtype, float number) =>
        dtype switch
        {
            "F32" => BitConverter.GetBytes(number),
            "F16" => BitConverter.GetBytes((Half)number),
            _ => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(number) >> 16)),
        };
}
