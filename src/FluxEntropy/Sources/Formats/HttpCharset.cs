using System.Text;
using System.Text.RegularExpressions;

namespace FluxEntropy.Sources.Formats;

/// <summary>Which charset a response is in, as it says itself.</summary>
internal static partial class HttpCharset
{
    private const int Searched = 1024; // as browsers do

    /// <summary>That of a content type such as <c>text/html; charset=utf-8</c>; null where it names none.</summary>
    public static string? In(string contentType)
    {
        var named = contentType.IndexOf("charset=", StringComparison.OrdinalIgnoreCase);
        return named < 0 ? null : contentType[(named + 8)..].Split(';')[0].Trim(' ', '"', '\'');
    }

    /// <summary>That of a page of HTML that names it near its beginning; null of any other.</summary>
    public static string? OfPage(ReadOnlySpan<byte> page)
    {
        var start = Encoding.Latin1.GetString(page[..Math.Min(page.Length, Searched)]);
        return Named().Match(start) is { Success: true } found ? found.Groups[1].Value : null;
    }

    [GeneratedRegex("""<(?:meta|\?xml)\b[^>]*\b(?:charset|encoding)\s*=\s*["']?([\w-]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Named();
}
