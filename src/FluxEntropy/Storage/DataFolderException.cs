namespace FluxEntropy.Storage;

/// <summary>A data folder cannot be used; the message is one line that says why and what to do.</summary>
public sealed class DataFolderException(string message, Exception? inner = null) : Exception(message, inner);
