using System.Buffers.Binary;
using System.IO.Hashing;

namespace FluxEntropy.Shards;

/// <summary>
/// Which texts are held out from training: those with XXH3-64(text hash, seeded with the salt) below fraction · 2^64.
/// The text decides, not the id, so that copies of a text are on the same side.
/// </summary>
/// <param name="fraction">Fraction of texts held out, 0 to 1.</param>
/// <param name="salt">Seed that selects which.</param>
public readonly struct HeldOutSplit(double fraction, ulong salt)
{
    private readonly UInt128 _below = (UInt128)(Math.Clamp(fraction, 0, 1) * 18446744073709551616.0);

    /// <summary>Whether a text with this hash (<see cref="DocumentContent.Hash"/>) is held out.</summary>
    public bool Contains(UInt128 textHash)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, textHash);
        return XxHash3.HashToUInt64(bytes, (long)salt) < _below;
    }
}
