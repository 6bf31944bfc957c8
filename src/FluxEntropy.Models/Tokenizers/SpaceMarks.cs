using System.Text;

namespace FluxEntropy.Models.Tokenizers;

/// <summary>How SentencePiece writes spaces.</summary>
internal static class SpaceMarks
{
    /// <summary>U+2581, which stands for a space.</summary>
    internal const string Mark = "\u2581";

    /// <summary>Marks become spaces again, and the one before a text goes.</summary>
    internal static string Restore(string text)
    {
        text = text.Replace(Mark, " ");
        return text.StartsWith(' ') ? text[1..] : text;
    }

    /// <summary>Removes spaces at both ends and all but one between words.</summary>
    internal static NormalizedText Squeeze(NormalizedText text)
    {
        var kept = new StringBuilder(text.Text.Length);
        var sources = new List<TokenSpan>(text.Text.Length);
        var end = text.Text.AsSpan().TrimEnd(' ').Length;
        for (var at = 0; at < end; at++)
        {
            if (text.Text[at] == ' ' && (kept.Length == 0 || kept[^1] == ' '))
                continue;
            kept.Append(text.Text[at]);
            sources.Add(text.Source(at));
        }

        return kept.Length == text.Text.Length ? text : new NormalizedText(kept.ToString(), [.. sources]);
    }
}
