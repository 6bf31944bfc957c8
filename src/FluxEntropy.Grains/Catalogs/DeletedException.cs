namespace FluxEntropy.Grains.Catalogs;

/// <summary>
/// A grain of a corpus or a session that was deleted was called. An activation has no answer to give, so that is thrown; whoever can
/// look in the catalogue first is told by a null there.
/// </summary>
/// <param name="what">What was deleted, such as <c>corpus 4f…</c>.</param>
[GenerateSerializer, Alias("FluxEntropy.DeletedException")]
public sealed class DeletedException(string what) : Exception($"The {what} was deleted.");
