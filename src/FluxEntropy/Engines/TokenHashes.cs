namespace FluxEntropy.Engines;

/// <summary>The hash by which planner and trainer agree on what was trained on.</summary>
public static class TokenHashes
{
    /// <summary>XXH3-64 over the tokens as little-endian int32.</summary>
    public static ulong Of(ReadOnlySpan<int> tokens) =>
        System.IO.Hashing.XxHash3.HashToUInt64(System.Runtime.InteropServices.MemoryMarshal.AsBytes(tokens));
}
