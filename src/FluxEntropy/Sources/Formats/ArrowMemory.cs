using System.Buffers;
using Apache.Arrow.Memory;

namespace FluxEntropy.Sources.Formats;

/// <summary>Memory for a record batch; lengths that a damaged file claims are refused before they are allocated.</summary>
internal sealed class ArrowMemory : MemoryAllocator
{
    private const int MaxBytes = 1 << 30;

    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        if (length > MaxBytes)
            throw new FormatException(
                $"a record batch has {length:N0} bytes, at most {MaxBytes:N0} are read; write smaller batches"
            );
        bytesAllocated = length;
        return new Block(length);
    }

    private sealed class Block(int length) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = new byte[length];

        public void Dispose() { } // the garbage collector frees it
    }
}
