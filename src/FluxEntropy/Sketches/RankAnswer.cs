namespace FluxEntropy.Sketches;

/// <summary>
/// A rank as a sketch knows it: the mass strictly below a value lies in [<paramref name="Below"/>, <paramref name="Below"/> +
/// <paramref name="Error"/>].
/// </summary>
/// <param name="Below">Mass of the cells that lie wholly below the value.</param>
/// <param name="Error">Mass of the cell that the value itself falls into.</param>
public readonly record struct RankAnswer(long Below, long Error);
