using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace FluxEntropy.Sessions;

/// <summary>Random numbers by counter: the same on every machine, in any order, and without state.</summary>
internal static class Counters
{
    /// <summary>XXH3-64 of three numbers, little-endian.</summary>
    public static ulong Hash(ulong first, ulong second, ulong third)
    {
        ReadOnlySpan<ulong> numbers = [first, second, third];
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(numbers));
    }
}
