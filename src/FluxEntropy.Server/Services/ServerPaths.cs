using System.Text.RegularExpressions;

namespace FluxEntropy.Server.Services;

/// <summary>Keeps out of what clients are told where files are on the server's machine.</summary>
internal static partial class ServerPaths
{
    /// <summary>A text in which files of the data folder are named from there.</summary>
    public static string Hide(string dataFolder, string text) =>
        text.Replace(dataFolder + "/", "", StringComparison.Ordinal)
            .Replace(dataFolder, "the data folder", StringComparison.Ordinal);

    /// <summary>A text of the runtime's or the system's in which files are named by their last name alone.</summary>
    public static string Shorten(string text) => AbsolutePath().Replace(text, "…/${last}");

    [GeneratedRegex(@"(?<![\w./])/(?:[^\s/'"":,]+/)+(?<last>[^\s/'"":,]+)", RegexOptions.CultureInvariant)]
    private static partial Regex AbsolutePath();
}
