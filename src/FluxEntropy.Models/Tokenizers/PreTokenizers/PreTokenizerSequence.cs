namespace FluxEntropy.Models.Tokenizers.PreTokenizers;

/// <summary>Applies each pre-tokenizer to the pieces of the one before.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<IPreTokenizer> steps) : IPreTokenizer
{
    public void Split(string text, int start, int length, List<(int Start, int Length)> pieces)
    {
        List<(int Start, int Length)> current = length == 0 ? [] : [(start, length)];
        foreach (var step in steps)
        {
            var next = new List<(int Start, int Length)>(current.Count * 4);
            foreach (var piece in current)
                step.Split(text, piece.Start, piece.Length, next);
            current = next;
        }

        pieces.AddRange(current);
    }
}
