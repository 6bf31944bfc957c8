using System.Runtime.InteropServices;
using System.Text;
using FluxEntropy.Models.Tokenizers.Models;
using FluxEntropy.Models.Tokenizers.PreTokenizers;

namespace FluxEntropy.Models.Tokenizers.Training;

/// <summary>
/// Learns a byte-level BPE vocabulary: starting from bytes, the commonest neighbouring pair becomes a token, again and
/// again. Deterministic: of equally common pairs, the one with the smaller ids wins.
/// </summary>
internal static class BpeTrainer
{
    /// <summary>
    /// Ids: the special token is 0, byte b is 1 + b, merges follow in the order in which they were learned.
    /// </summary>
    /// <param name="texts">What to learn from.</param>
    /// <param name="size">Tokens of the finished vocabulary; fewer where the texts have no more pairs.</param>
    /// <param name="special">The special token, which no merge forms.</param>
    internal static BpeVocabulary Train(IEnumerable<string> texts, int size, string special)
    {
        var tokens = new List<string> { special };
        for (var value = 0; value < 256; value++)
            tokens.Add(ByteAlphabet.Letter((byte)value).ToString());
        var words = CountWords(texts);
        var merges = new List<(string Left, string Right)>();
        while (tokens.Count < size && CommonestPair(words) is { } pair)
        {
            merges.Add((tokens[pair.Left], tokens[pair.Right]));
            foreach (var (ids, _) in words)
                Replace(ids, pair, tokens.Count);
            tokens.Add(tokens[pair.Left] + tokens[pair.Right]);
        }

        return new BpeVocabulary(
            tokens.Select((token, id) => (token, id)).ToDictionary(t => t.token, t => t.id),
            merges
        );
    }

    private static List<(List<int> Ids, long Count)> CountWords(IEnumerable<string> texts)
    {
        var splitter = new RegexPreTokenizer(RegexPreTokenizer.Gpt2Pattern);
        var counts = new Dictionary<string, long>();
        var bySpan = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        var pieces = new List<(int Start, int Length)>();
        foreach (var text in texts)
        {
            pieces.Clear();
            splitter.Split(text, 0, text.Length, pieces);
            foreach (var (start, length) in pieces)
                CollectionsMarshal.GetValueRefOrAddDefault(bySpan, text.AsSpan(start, length), out _)++;
        }

        return
        [
            .. counts
                .OrderBy(word => word.Key, StringComparer.Ordinal)
                .Select(word => (Encoding.UTF8.GetBytes(word.Key).Select(value => 1 + value).ToList(), word.Value)),
        ];
    }

    private static (int Left, int Right)? CommonestPair(List<(List<int> Ids, long Count)> words)
    {
        var counts = new Dictionary<(int Left, int Right), long>();
        foreach (var (ids, count) in words)
        {
            for (var i = 1; i < ids.Count; i++)
                CollectionsMarshal.GetValueRefOrAddDefault(counts, (ids[i - 1], ids[i]), out _) += count;
        }

        return counts.Count == 0 ? null : counts.MinBy(entry => (-entry.Value, entry.Key.Left, entry.Key.Right)).Key;
    }

    private static void Replace(List<int> ids, (int Left, int Right) pair, int merged)
    {
        var kept = 0;
        for (var i = 0; i < ids.Count; i++)
        {
            var matches = i + 1 < ids.Count && ids[i] == pair.Left && ids[i + 1] == pair.Right;
            ids[kept++] = matches ? merged : ids[i];
            i += matches ? 1 : 0;
        }

        ids.RemoveRange(kept, ids.Count - kept);
    }
}
