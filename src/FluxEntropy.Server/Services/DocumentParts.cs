using System.Text;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Services;

/// <summary>A document in messages that every client takes: its text and token ids are cut where they are too long for one.</summary>
internal static class DocumentParts
{
    private const int Characters = 1 << 19; // at most 1.5 MiB of UTF-8
    private const int TokenIds = 1 << 18; // at most 1.25 MiB

    /// <summary>The messages, in order; all but the last say that the document goes on.</summary>
    public static IEnumerable<ScoredDocument> Of(ScoredDocument document)
    {
        if (document.CalculateSize() <= ResponseRoom.Bytes)
        {
            yield return document;
            yield break;
        }
        var (text, tokens) = (document.Text, document.TokenIds.ToArray());
        document.Text = "";
        document.TokenIds.Clear();
        var last = document;
        foreach (var part in PartsOf(document.Id, text, tokens))
        {
            last.Continues = true;
            yield return last;
            last = part;
        }
        yield return last;
    }

    /// <summary>Leaves a text out that no response could hold, and says how long it is.</summary>
    public static ScoredDocument WithoutLongText(ScoredDocument document)
    {
        if (document.CalculateSize() <= ResponseRoom.Bytes)
            return document;
        document.OmittedTextBytes = (ulong)Encoding.UTF8.GetByteCount(document.Text);
        document.Text = "";
        return document;
    }

    private static IEnumerable<ScoredDocument> PartsOf(string id, string text, uint[] tokens)
    {
        for (int from = 0, end; from < text.Length; from = end)
        {
            end = Math.Min(from + Characters, text.Length);
            if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
                end--; // a pair stays together
            yield return new ScoredDocument { Id = id, Text = text[from..end] };
        }
        foreach (var part in tokens.Chunk(TokenIds))
            yield return new ScoredDocument { Id = id, TokenIds = { part } };
    }
}
