namespace FluxEntropy.Grains.Fencing;

/// <summary>The store of fencing records did not answer for too long; whether a write took effect is unknown.</summary>
[GenerateSerializer, Alias("FluxEntropy.FenceUnavailableException")]
public sealed class FenceUnavailableException(string message, Exception? inner = null) : IOException(message, inner);
