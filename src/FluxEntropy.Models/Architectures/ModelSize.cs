namespace FluxEntropy.Models.Architectures;

/// <summary>The size of a model to be made.</summary>
/// <param name="Vocabulary">Tokens.</param>
/// <param name="Hidden">Width of the residual stream.</param>
/// <param name="Layers">Layers.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Context">Longest input, in tokens.</param>
internal sealed record ModelSize(int Vocabulary, int Hidden, int Layers, int Heads, int Context);
