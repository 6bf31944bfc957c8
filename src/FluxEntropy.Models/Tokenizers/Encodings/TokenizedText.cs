namespace FluxEntropy.Models.Tokenizers.Encodings;

/// <summary>A text as token ids, and where in the text each token stands.</summary>
/// <param name="Ids">Token ids as fed to a model. [tokens]</param>
/// <param name="Spans">
/// The part of the text that each token covers; empty for tokens that the template added. [tokens]
/// </param>
public sealed record TokenizedText(int[] Ids, TokenSpan[] Spans);
