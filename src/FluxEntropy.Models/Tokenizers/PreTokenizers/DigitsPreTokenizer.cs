using System.Text;

namespace FluxEntropy.Models.Tokenizers.PreTokenizers;

/// <summary>Numeric characters apart from all others: each for itself, or runs of them together.</summary>
internal sealed class DigitsPreTokenizer(bool individually) : IPreTokenizer
{
    public void Split(string text, int start, int length, List<(int Start, int Length)> pieces)
    {
        var (end, pieceStart, wasDigit) = (start + length, start, false);
        for (var at = start; at < end; )
        {
            Rune.DecodeFromUtf16(text.AsSpan(at, end - at), out var rune, out var units);
            var isDigit = Rune.IsNumber(rune);
            if (at > pieceStart && (isDigit != wasDigit || (isDigit && individually)))
            {
                pieces.Add((pieceStart, at - pieceStart));
                pieceStart = at;
            }

            wasDigit = isDigit;
            at += units;
        }

        if (end > pieceStart)
            pieces.Add((pieceStart, end - pieceStart));
    }
}
