using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Native;

/// <summary>Direct access to the memory of float32 tensors on the CPU.</summary>
internal static class TensorMemory
{
    /// <summary>
    /// The numbers of a contiguous tensor, in place; valid as long as the tensor is. TorchSharp's own accessor counts
    /// bytes
    /// and ends at 2 GiB, which one embedding matrix can exceed.
    /// </summary>
    internal static Span<float> Floats(Tensor tensor)
    {
        if (!tensor.is_contiguous() || tensor.dtype != ScalarType.Float32)
            throw new ArgumentException(
                $"expected a contiguous float32 tensor, not {tensor.dtype} [{string.Join(", ", tensor.shape)}]",
                nameof(tensor)
            );
        var count = checked((int)tensor.numel());
        if (count == 0)
            return [];
        using var flat = tensor.view(-1);
        using var first = flat.narrow(0, 0, 1);
        return MemoryMarshal.CreateSpan(ref Unsafe.As<byte, float>(ref MemoryMarshal.GetReference(first.bytes)), count);
    }
}
