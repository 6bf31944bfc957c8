namespace FluxEntropy.Cli.Output;

/// <summary>What the name of a file says of its form.</summary>
internal static class FileNames
{
    /// <summary>Extension of a name in lower case, such as <c>.gz</c>.</summary>
    public static string Extension(string path) => Path.GetExtension(path).ToLowerInvariant();

    /// <summary>Whether what is written under a name is compressed.</summary>
    public static bool IsCompressed(string path) => Extension(path) is ".gz" or ".zst";
}
