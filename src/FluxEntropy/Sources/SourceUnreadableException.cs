namespace FluxEntropy.Sources;

/// <summary>A file or folder that was named cannot be read at all; the message is one line that says which, why and what to do.</summary>
public sealed class SourceUnreadableException(string message, Exception? innerException = null)
    : IOException(message, innerException);
