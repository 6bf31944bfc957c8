using FluxEntropy.Models.Tokenizers.Normalizers;

namespace FluxEntropy.Models.Tokenizers.PreTokenizers;

/// <summary>When a mark is put before a stretch of text that does not begin with one.</summary>
internal enum MarkBefore
{
    Never,

    /// <summary>Before the stretch that begins the text; not before those that follow an added token.</summary>
    First,
    Always,
}

/// <summary>
/// The pre-tokenizer Metaspace of huggingface/tokenizers: spaces become marks, one is put before, and pieces begin with a mark.
/// </summary>
/// <param name="mark">What stands for a space.</param>
/// <param name="before">When one is put before a stretch.</param>
/// <param name="splits">Whether a piece begins with each mark; else stretches stay whole.</param>
internal sealed class Metaspace(char mark, MarkBefore before, bool splits) : IPreTokenizer
{
    /// <summary>Whether text that was decoded begins with a space of its own.</summary>
    internal bool MarksFirst => before is not MarkBefore.Never;

    internal char Mark => mark;

    /// <summary>A stretch of normalised text with marks for its spaces.</summary>
    /// <param name="stretch">The text between two added tokens.</param>
    /// <param name="beginsText">Whether nothing of the text stands before it.</param>
    internal NormalizedText Apply(NormalizedText stretch, bool beginsText)
    {
        var marked = stretch.Replace(" ", mark.ToString());
        var wants = before is MarkBefore.Always || (before is MarkBefore.First && beginsText);
        return wants && !marked.Text.StartsWith(mark) ? marked.Prepend(mark.ToString()) : marked;
    }

    public void Split(string text, int start, int length, List<(int Start, int Length)> pieces)
    {
        var (end, begin) = (start + length, start);
        for (var at = start + 1; splits && at < end; at++)
        {
            if (text[at] != mark)
                continue;
            pieces.Add((begin, at - begin));
            begin = at;
        }

        if (end > begin)
            pieces.Add((begin, end - begin));
    }
}
