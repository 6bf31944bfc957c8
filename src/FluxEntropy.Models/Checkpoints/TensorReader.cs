using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FluxEntropy.Models.Checkpoints;

/// <summary>Reads numbers of a tensor, through a small buffer where they must be widened.</summary>
internal static class TensorReader
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>What the system reads in one call without trouble.</summary>
    private const int MaxBytesPerRead = 1 << 26;

    /// <param name="place">The tensor.</param>
    /// <param name="destination">Receives float32, row-major; bf16 and f16 are widened exactly.</param>
    /// <param name="first">The first number, counted in the tensor.</param>
    internal static void Read(TensorPlace place, Span<float> destination, long first)
    {
        var (file, tensor) = place;
        if (first < 0 || destination.Length > tensor.Elements - first)
            throw new ArgumentException(
                $"{tensor.Name} has {tensor.Elements} numbers, not {destination.Length} from {first} on",
                nameof(destination)
            );
        using var handle = File.OpenHandle(file, options: FileOptions.SequentialScan);
        if (tensor.Type is StoredType.Float32)
        {
            ReadFully(handle, MemoryMarshal.AsBytes(destination), tensor.Offset + first * sizeof(float), file);
            return;
        }

        var chunk = new ushort[Math.Min(destination.Length, ChunkBytes / sizeof(ushort))];
        for (var done = 0; done < destination.Length; )
        {
            var part = chunk.AsSpan(0, Math.Min(chunk.Length, destination.Length - done));
            ReadFully(handle, MemoryMarshal.AsBytes(part), tensor.Offset + (first + done) * sizeof(ushort), file);
            Widen(part, destination.Slice(done, part.Length), tensor.Type);
            done += part.Length;
        }
    }

    private static void Widen(ReadOnlySpan<ushort> source, Span<float> destination, StoredType type)
    {
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] =
                type is StoredType.BFloat16
                    ? BitConverter.UInt32BitsToSingle((uint)source[i] << 16)
                    : (float)BitConverter.UInt16BitsToHalf(source[i]);
        }
    }

    private static void ReadFully(SafeFileHandle handle, Span<byte> destination, long offset, string file)
    {
        while (destination.Length > 0)
        {
            var read = RandomAccess.Read(handle, destination[..Math.Min(destination.Length, MaxBytesPerRead)], offset);
            if (read == 0)
                throw new InvalidDataException(
                    $"{file}: ends at byte {offset}, within a tensor; the file changed while it was read"
                );
            destination = destination[read..];
            offset += read;
        }
    }
}
