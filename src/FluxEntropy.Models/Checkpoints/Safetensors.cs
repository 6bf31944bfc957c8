using System.Buffers.Binary;
using System.Text.Json;

namespace FluxEntropy.Models.Checkpoints;

/// <summary>How a number is stored; weights are one of the first three.</summary>
internal enum StoredType
{
    Float32,
    BFloat16,
    Float16,

    /// <summary>Integers, truth values and the like, which older exporters put beside the weights.</summary>
    Other,
}

/// <summary>One tensor of a file: its shape, row-major, and where its bytes are, from the start of the file.</summary>
internal sealed record StoredTensor(string Name, StoredType Type, long[] Shape, long Offset, long Bytes)
{
    /// <summary>Numbers in the tensor.</summary>
    internal long Elements => Shape.Aggregate(1L, (product, dimension) => product * dimension);
}

/// <summary>
/// Reads the header of a safetensors file and checks every rule of the format before anything is allocated for weights.
/// Layout: u64 header length N (little-endian); N bytes of JSON, {name: {dtype, shape, data_offsets: [begin, end]}} with
/// offsets relative to the end of the header, and an optional __metadata__ of strings; then the tensors, row-major, without
/// overlap or hole.
/// </summary>
internal static class Safetensors
{
    private const long LargestHeader = 100_000_000;

    /// <summary>Far above any model that can be loaded here, far below what would make reading a header slow.</summary>
    private const int MostTensors = 16_384;

    /// <exception cref="InvalidDataException">A rule is broken; the message names file, tensor and rule.</exception>
    internal static IReadOnlyDictionary<string, StoredTensor> ReadHeader(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw Bad(file, $"{stream.Length} bytes are too few for the 8-byte header length");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > (ulong)(stream.Length - 8) && IsPickle(prefix))
            throw Bad(file, "this is a pickled PyTorch checkpoint, not safetensors; convert it first (reading one can run code)");
        if (length > LargestHeader)
            throw Bad(file, $"the header says it is {length} bytes long, above the format's limit of {LargestHeader}");
        if ((long)length > stream.Length - 8)
            throw Bad(file, $"the header says it is {length} bytes long, but only {stream.Length - 8} bytes follow; the file is cut or not safetensors");
        var json = new byte[length];
        stream.ReadExactly(json);
        var tensors = Parse(file, json, 8 + (long)length);
        CheckLayout(file, tensors.Values, 8 + (long)length, stream.Length);
        return tensors;
    }

    private static Dictionary<string, StoredTensor> Parse(string file, byte[] json, long dataStart)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                throw Bad(file, "the header is not a JSON object");
            var tensors = new Dictionary<string, StoredTensor>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                    continue;
                if (tensors.Count == MostTensors)
                    throw Bad(file, $"the header lists more than {MostTensors} tensors");
                if (!tensors.TryAdd(property.Name, ParseTensor(file, property, dataStart)))
                    throw Bad(file, $"tensor {property.Name} is listed twice");
            }

            return tensors;
        }
        catch (JsonException e)
        {
            throw Bad(file, $"the header is not JSON: {e.Message}");
        }
    }

    private static StoredTensor ParseTensor(string file, JsonProperty property, long dataStart)
    {
        var (name, entry) = (property.Name, property.Value);
        if (entry.ValueKind is not JsonValueKind.Object)
            throw Bad(file, $"tensor {name}: expected an object with dtype, shape and data_offsets");
        var dtype = entry.TryGetProperty("dtype", out var d) && d.ValueKind is JsonValueKind.String ? d.GetString() : null;
        var (type, size) = dtype switch
        {
            "F32" => (StoredType.Float32, 4),
            "BF16" => (StoredType.BFloat16, 2),
            "F16" => (StoredType.Float16, 2),
            "F64" or "I64" or "U64" => (StoredType.Other, 8),
            "I32" or "U32" => (StoredType.Other, 4),
            "I16" or "U16" => (StoredType.Other, 2),
            "I8" or "U8" or "BOOL" => (StoredType.Other, 1),
            _ => throw Bad(file, $"tensor {name}: dtype is {dtype ?? "missing"}, expected F32, BF16 or F16"),
        };
        var shape = Integers(file, name, entry, "shape");
        var range = Integers(file, name, entry, "data_offsets");
        if (range.Length != 2 || range[0] > range[1])
            throw Bad(file, $"tensor {name}: data_offsets must be [begin, end] with begin <= end");
        if (range[1] > long.MaxValue - dataStart)
            throw Bad(file, $"tensor {name}: data_offsets end at {range[1]}, beyond the file");
        if (SizeOf(file, name, size, shape) is var bytes && bytes != range[1] - range[0])
            throw Bad(file, $"tensor {name}: shape [{string.Join(", ", shape)}] of {dtype} takes {bytes} bytes, data_offsets give {range[1] - range[0]}");
        return new StoredTensor(name, type, shape, dataStart + range[0], bytes);
    }

    private static long SizeOf(string file, string name, long size, long[] shape)
    {
        try
        {
            return shape.Aggregate(size, (product, dimension) => checked(product * dimension));
        }
        catch (OverflowException)
        {
            throw Bad(file, $"tensor {name}: the product of shape [{string.Join(", ", shape)}] overflows");
        }
    }

    private static long[] Integers(string file, string name, JsonElement entry, string field)
    {
        if (!entry.TryGetProperty(field, out var array) || array.ValueKind is not JsonValueKind.Array)
            throw Bad(file, $"tensor {name}: {field} is missing or not an array");
        return [.. array.EnumerateArray().Select(value =>
            value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0
                ? number
                : throw Bad(file, $"tensor {name}: {field} holds {value.GetRawText()}, expected integers from 0"))];
    }

    private static void CheckLayout(string file, IEnumerable<StoredTensor> tensors, long start, long fileLength)
    {
        var (end, previous) = (start, "the header");
        foreach (var tensor in tensors.OrderBy(t => t.Offset).ThenBy(t => t.Bytes))
        {
            if (tensor.Offset + tensor.Bytes > fileLength)
                throw Bad(file, $"tensor {tensor.Name} ends at byte {tensor.Offset + tensor.Bytes}, the file at {fileLength}; the file is cut");
            if (tensor.Offset != end)
                throw Bad(file, $"tensor {tensor.Name} starts at byte {tensor.Offset}, {(tensor.Offset < end ? "overlapping" : "leaving a hole after")} {previous}, which ends at {end}");
            (end, previous) = (tensor.Offset + tensor.Bytes, $"tensor {tensor.Name}");
        }

        if (end != fileLength)
            throw Bad(file, $"{fileLength - end} bytes follow the last tensor");
    }

    /// <summary>The usual mistake: a zip archive, or pickle's protocol opcode.</summary>
    private static bool IsPickle(ReadOnlySpan<byte> prefix) =>
        prefix[..4].SequenceEqual("PK\u0003\u0004"u8) || (prefix[0] == 0x80 && prefix[1] is >= 2 and <= 5);

    private static InvalidDataException Bad(string file, string what) => new($"{file}: {what}");
}
