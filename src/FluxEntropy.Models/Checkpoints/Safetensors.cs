using System.Buffers.Binary;
using System.Text.Json;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Checkpoints;

/// <summary>
/// Reads the header of a safetensors file and checks every rule of the format before anything is allocated for weights.
/// Layout: u64 header length N (little-endian); N bytes of JSON, {name: {dtype, shape, data_offsets: [begin, end]}}
/// with
/// offsets relative to the end of the header, and an optional __metadata__ of strings; then the tensors, row-major,
/// without
/// overlap or hole.
/// </summary>
internal static class Safetensors
{
    private const long LargestHeader = 100_000_000;

    /// <summary>Far above any model that can be loaded here, far below what would make reading a header slow.</summary>
    private const int MaxTensors = 16_384;

    /// <exception cref="InvalidDataException">A rule is broken; the message names file, tensor and rule.</exception>
    internal static IReadOnlyDictionary<string, StoredTensor> ReadHeader(string file)
    {
        using var stream = ModelFile.Open(file);
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw Bad(file, $"{stream.Length} bytes are too few for the 8-byte header length");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > (ulong)(stream.Length - 8) && IsPickle(prefix))
            throw Bad(
                file,
                "this is a pickled PyTorch checkpoint, not safetensors; convert it first (reading one can run code)"
            );
        if (length > LargestHeader)
            throw Bad(file, $"the header says it is {length} bytes long, above the format's limit of {LargestHeader}");
        if ((long)length > stream.Length - 8)
            throw Bad(
                file,
                $"the header says it is {length} bytes long, but only {stream.Length - 8} bytes follow; the file is cut or not safetensors"
            );
        var json = new byte[length];
        stream.ReadExactly(json);
        var tensors = Parse(file, json, 8 + (long)length);
        CheckLayout(file, tensors.Values, 8 + (long)length, stream.Length);
        return tensors;
    }

    private static Dictionary<string, StoredTensor> Parse(string file, byte[] json, long dataStart)
    {
        if (json is not [(byte)'{', ..])
            throw Bad(file, "the header does not begin with {; the file is not safetensors");
        var tensors = new Dictionary<string, StoredTensor>();
        foreach (var (name, entry) in JsonFile.Parse(file, "the header", json).Members())
        {
            if (name == "__metadata__")
                continue;
            if (tensors.Count == MaxTensors)
                throw Bad(file, $"the header lists more than {MaxTensors} tensors");
            tensors.Add(name, ParseTensor(file, name, entry, dataStart));
        }

        return tensors;
    }

    private static StoredTensor ParseTensor(string file, string name, JsonField entry, long dataStart)
    {
        var dtype = entry.Get("dtype");
        var (type, size) = dtype.Text() switch
        {
            "F32" => (StoredType.Float32, 4),
            "BF16" => (StoredType.BFloat16, 2),
            "F16" => (StoredType.Float16, 2),
            "F64" or "I64" or "U64" => (StoredType.Other, 8),
            "I32" or "U32" => (StoredType.Other, 4),
            "I16" or "U16" => (StoredType.Other, 2),
            "I8" or "U8" or "BOOL" => (StoredType.Other, 1),
            _ => throw dtype.Bad($"is {dtype.Shown}, expected F32, BF16 or F16"),
        };
        var shape = Integers(entry.Get("shape"));
        var offsets = entry.Get("data_offsets");
        var range = Integers(offsets);
        if (range.Length != 2 || range[0] > range[1])
            throw offsets.Bad($"is {offsets.Shown}, expected [begin, end] with begin <= end");
        if (range[1] > long.MaxValue - dataStart)
            throw offsets.Bad($"ends at {range[1]}, beyond the file");
        if (SizeOf(entry, size, shape) is var bytes && bytes != range[1] - range[0])
            throw entry.Bad(
                $"has shape {Excerpt.Of(shape)} of {dtype.Text()}, which takes {bytes} bytes, but data_offsets give {range[1] - range[0]}"
            );
        return new StoredTensor(name, type, shape, dataStart + range[0], bytes);
    }

    private static long SizeOf(JsonField entry, long size, long[] shape)
    {
        try
        {
            return shape.Aggregate(size, (product, dimension) => checked(product * dimension));
        }
        catch (OverflowException)
        {
            throw entry.Bad($"has shape {Excerpt.Of(shape)}, whose product overflows");
        }
    }

    private static long[] Integers(JsonField array) =>
        [
            .. array
                .Items()
                .Select(item =>
                    item.Value.ValueKind is JsonValueKind.Number
                    && item.Value.TryGetInt64(out var number)
                    && number >= 0
                        ? number
                        : throw item.Bad($"is {item.Shown}, expected an integer from 0")
                ),
        ];

    private static void CheckLayout(string file, IEnumerable<StoredTensor> tensors, long start, long fileLength)
    {
        var (end, previous) = (start, "the header");
        foreach (var tensor in tensors.OrderBy(t => t.Offset).ThenBy(t => t.Bytes))
        {
            if (tensor.Offset + tensor.Bytes > fileLength)
                throw Bad(
                    file,
                    $"tensor {Excerpt.Of(tensor.Name)} ends at byte "
                        + $"{tensor.Offset + tensor.Bytes}, the file at {fileLength}; the file is cut"
                );
            if (tensor.Offset != end)
                throw Bad(
                    file,
                    $"tensor {Excerpt.Of(tensor.Name)} starts at byte {tensor.Offset}, "
                        + $"{(tensor.Offset < end ? "overlapping" : "leaving a hole after")} {previous}, which ends at {end}"
                );
            (end, previous) = (tensor.Offset + tensor.Bytes, $"tensor {Excerpt.Of(tensor.Name)}");
        }

        if (end != fileLength)
            throw Bad(file, $"{fileLength - end} bytes follow the last tensor");
    }

    /// <summary>The usual mistake: a zip archive, or pickle's protocol opcode.</summary>
    private static bool IsPickle(ReadOnlySpan<byte> prefix) =>
        prefix[..4].SequenceEqual("PK\u0003\u0004"u8) || (prefix[0] == 0x80 && prefix[1] is >= 2 and <= 5);

    private static InvalidDataException Bad(string file, string what) => new($"{file}: {what}");
}
