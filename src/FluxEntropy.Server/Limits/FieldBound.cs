namespace FluxEntropy.Server.Limits;

/// <summary>How much a field of a request may hold.</summary>
/// <param name="Characters">Most characters of the text, of each text of a list, and of each key and value of a map.</param>
/// <param name="Count">Most entries of a list or a map; 1 for a field of its own.</param>
internal readonly record struct FieldBound(int Characters, int Count = 1);
