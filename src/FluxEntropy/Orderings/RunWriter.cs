using System.Runtime.InteropServices;

namespace FluxEntropy.Orderings;

/// <summary>Writes run files.</summary>
internal static class RunWriter
{
    /// <summary>Writes a run. The entries must come in strictly ascending order; they are streamed, never held.</summary>
    /// <exception cref="ArgumentException">An entry is out of order, repeated, NaN or has a negative token count.</exception>
    public static void Write(Stream destination, RunInfo info, IEnumerable<OrderingEntry> entries)
    {
        var output = new HashingWriter(destination);
        output.Write(RunReader.Magic);
        var (count, tokens) = (0L, 0L);
        OrderingEntry? last = null;
        foreach (var entry in entries)
        {
            if (float.IsNaN(entry.Value) || entry.Tokens < 0 || last >= entry)
                throw new ArgumentException(
                    $"entries: {entry} cannot follow {last}; strictly ascending ranked entries were expected.",
                    nameof(entries)
                );
            output.Write(
                MemoryMarshal.AsBytes([new StoredEntry(entry.Value, entry.Shard, entry.Row, entry.Tokens, tokens)])
            );
            (last, count, tokens) = (entry, count + 1, checked(tokens + entry.Tokens));
        }

        output.Finish(new RunFooter(count, tokens, info).Encode());
    }
}
