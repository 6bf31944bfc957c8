namespace FluxEntropy.Sources.Formats;

/// <summary>What is told of a file, or a part of it, that cannot be read.</summary>
internal static class TableFault
{
    /// <summary>Whatever is met in a damaged file, of whichever kind, is the file's fault; the disk's is not.</summary>
    public static bool IsOfTheFile(Exception failure) =>
        failure is EndOfStreamException || failure is not (OperationCanceledException or IOException);

    public static string Reason(Exception failure) =>
        failure switch
        {
            FormatException => failure.Message,
            OutOfMemoryException => "they do not fit the memory; write smaller pages",
            EndOfStreamException => "it is damaged: values end before their count",
            InvalidDataException => $"it is damaged: {failure.Message}",
            _ => $"it is damaged ({failure.GetType().Name}: {failure.Message})",
        };
}
