using System.IO.Hashing;
using System.Text;

namespace FluxEntropy.Shards;

/// <summary>
/// What identifies a document within its corpus: 1 to 1,024 bytes of UTF-8 without control characters.
/// </summary>
public static class DocumentId
{
    /// <summary>Maximum bytes of UTF-8.</summary>
    public const int MaxBytes = 1024;

    /// <summary>What is wrong with an id, or null.</summary>
    public static string? Problem(string id)
    {
        if (id.Length == 0)
            return "the id is empty: 1 to 1,024 bytes of UTF-8 are expected";
        if (DocumentContent.LoneSurrogate(id) is { } at)
            return $"the id has half a surrogate pair at character {at}";
        if (Encoding.UTF8.GetByteCount(id) is > MaxBytes and var bytes)
            return $"the id has {bytes} bytes of UTF-8: at most {MaxBytes} are allowed";
        for (var i = 0; i < id.Length; i++)
        {
            if (char.IsControl(id[i]))
                return $"the id has the control character U+{(int)id[i]:X4} at character {i}";
        }

        return null;
    }

    /// <summary>The shard of an id: XXH3-64 of its UTF-8, modulo the number of shards.</summary>
    public static int ShardOf(string id, int shards) =>
        (int)(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(id)) % (ulong)shards);
}
