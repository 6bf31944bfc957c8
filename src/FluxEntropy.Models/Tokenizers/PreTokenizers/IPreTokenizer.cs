namespace FluxEntropy.Models.Tokenizers.PreTokenizers;

/// <summary>Cuts a piece of text into smaller pieces, within which alone tokens are formed.</summary>
internal interface IPreTokenizer
{
    /// <summary>
    /// Adds the pieces of [start, start + length) in order; together they are the whole, less what the pre-tokenizer removes.
    /// </summary>
    void Split(string text, int start, int length, List<(int Start, int Length)> pieces);
}
