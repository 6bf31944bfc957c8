namespace FluxEntropy.Models.Tokenizers;

/// <summary>A text as token ids, and where in the text each token stands.</summary>
/// <param name="Ids">Token ids as fed to a model. [tokens]</param>
/// <param name="Spans">The part of the text that each token covers; empty for tokens that the template added. [tokens]</param>
public sealed record TokenizedText(int[] Ids, TokenSpan[] Spans);

/// <summary>
/// A part of a text, in UTF-16 units. A token that holds some bytes of a character covers the whole character, so that
/// neighbouring tokens may share it and a span never cuts a surrogate pair.
/// </summary>
/// <param name="Start">First unit.</param>
/// <param name="End">The unit after the last.</param>
public readonly record struct TokenSpan(int Start, int End);
