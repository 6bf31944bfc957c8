namespace FluxEntropy.Cli.Scoring;

/// <summary>Texts in CSV that a spreadsheet would run.</summary>
internal static class Formulas
{
    private const string Beginnings = "=+-@\t\r";

    /// <summary>
    /// A text as a cell that shows it and runs nothing: an apostrophe stands before one that begins as a formula does
    /// (https://owasp.org/www-community/attacks/CSV_Injection).
    /// </summary>
    public static string Escape(string text) =>
        text.Length > 0 && Beginnings.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
}
