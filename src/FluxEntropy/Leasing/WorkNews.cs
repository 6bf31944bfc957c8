namespace FluxEntropy.Leasing;

/// <summary>Which corpora announced work.</summary>
/// <param name="Position">Position of the newest announcement; later ones have a larger one.</param>
/// <param name="IsComplete">Whether no announcement after the position asked for is missing here.</param>
/// <param name="Corpora">The corpora that announced work after the position asked for, as far as it is known.</param>
public sealed record WorkNews(long Position, bool IsComplete, IReadOnlyList<string> Corpora);
