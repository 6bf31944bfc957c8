using System.Text.RegularExpressions;

namespace FluxEntropy.Server.Tests.Documentation;

/// <summary>The command lines of the shell fences of one section of a page.</summary>
internal static partial class TourLine
{
    /// <summary>Every command line of a section, in order, with its comment; comments alone and empty lines are none.</summary>
    /// <param name="page">Markdown.</param>
    /// <param name="section">Title of a section of the second level.</param>
    public static IReadOnlyList<string> Of(string page, string section)
    {
        var begin = page.IndexOf($"\n## {section}\n", StringComparison.Ordinal);
        Assert.True(begin >= 0, $"the page has no section '{section}'");
        var end = page.IndexOf("\n## ", begin + 1, StringComparison.Ordinal);
        return
        [
            .. Fence()
                .Matches(page[begin..(end < 0 ? page.Length : end)])
                .SelectMany(fence =>
                    fence.Groups["code"].Value.Replace("\\\n", "", StringComparison.Ordinal).Split('\n')
                )
                .Select(line => line.Trim())
                .Where(line => line.Length > 0 && line[0] != '#'),
        ];
    }

    /// <summary>Whether a command line goes on in the background.</summary>
    public static bool IsInBackground(string line) => Comment().Replace(line, "").TrimEnd() is [.., not '&', '&'];

    [GeneratedRegex("^```sh\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\s+#.*$")]
    private static partial Regex Comment();
}
