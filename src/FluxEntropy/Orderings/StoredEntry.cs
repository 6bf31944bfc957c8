using System.Runtime.InteropServices;

namespace FluxEntropy.Orderings;

/// <summary>An entry as a run file holds it: 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct StoredEntry(float Value, int Shard, int Row, int Tokens, long TokensBefore)
{
    public const int Bytes = 24;

    public OrderingEntry Entry => new(Value, Shard, Row, Tokens);
}
