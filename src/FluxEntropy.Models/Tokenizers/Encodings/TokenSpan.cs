namespace FluxEntropy.Models.Tokenizers.Encodings;

/// <summary>
/// A part of a text, in UTF-16 units. A token that holds some bytes of a character covers the whole character, so that
/// neighbouring tokens may share it and a span never cuts a surrogate pair.
/// </summary>
/// <param name="Start">First unit.</param>
/// <param name="End">The unit after the last.</param>
public readonly record struct TokenSpan(int Start, int End);
