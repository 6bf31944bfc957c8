namespace FluxEntropy.Sources;

/// <summary>A file or folder that was named cannot be read at all; the message is one line that says which, why and what to do.</summary>
public sealed class SourceUnreadableException(string message, Exception? innerException = null)
    : IOException(message, innerException)
{
    /// <summary>What is told of a path that could not be opened or read.</summary>
    internal static SourceUnreadableException Of(string path, Exception failure) =>
        new(
            failure switch
            {
                FileNotFoundException or DirectoryNotFoundException =>
                    $"cannot read {path}: no such file or folder; check the path",
                UnauthorizedAccessException => $"cannot read {path}: permission denied; make it readable for this user",
                _ => $"cannot read {path}: {failure.Message}",
            },
            failure
        );
}
