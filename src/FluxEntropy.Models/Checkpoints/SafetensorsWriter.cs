using System.Buffers.Binary;
using System.Text.Json;
using FluxEntropy.Models.Architectures;

namespace FluxEntropy.Models.Checkpoints;

/// <summary>Writes float32 tensors as one safetensors file.</summary>
internal static class SafetensorsWriter
{
    /// <param name="file">File to create; an existing one is replaced.</param>
    /// <param name="tensors">
    /// Name, shape and row-major bytes of each tensor, in the order in which they are stored.
    /// </param>
    internal static void Write(string file, IReadOnlyList<(TensorSpec Spec, ReadOnlyMemory<byte> Bytes)> tensors)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        var header = Header(tensors);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, bytes) in tensors)
            stream.Write(bytes.Span);
    }

    /// <summary>The header's JSON, padded with spaces so that the tensors start at a multiple of eight bytes.</summary>
    private static byte[] Header(IReadOnlyList<(TensorSpec Spec, ReadOnlyMemory<byte> Bytes)> tensors)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            json.WriteEndObject();
            var at = 0L;
            foreach (var (spec, bytes) in tensors)
            {
                json.WriteStartObject(spec.Name);
                json.WriteString("dtype", "F32");
                Numbers(json, "shape", spec.Shape);
                Numbers(json, "data_offsets", [at, at += bytes.Length]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void Numbers(Utf8JsonWriter json, string name, long[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
