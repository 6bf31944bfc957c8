namespace FluxEntropy.Sources.Compression;

/// <summary>An archive cannot be read from here on; the message says why. What came before was delivered.</summary>
internal sealed class ArchiveDamageException(string message, Exception? innerException = null)
    : Exception(message, innerException);
