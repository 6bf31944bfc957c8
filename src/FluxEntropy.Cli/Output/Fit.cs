namespace FluxEntropy.Cli.Output;

/// <summary>Cuts text to a number of columns, on one line.</summary>
internal static class Fit
{
    /// <summary>Cuts the end off.</summary>
    public static string End(string text, int columns)
    {
        var line = OneLine(text);
        return line.Length <= columns ? line : line[..Whole(line, Math.Max(0, columns - 1))] + "…";
    }

    /// <summary>Cuts the middle out: both ends of a path say something.</summary>
    public static string Middle(string name, int columns)
    {
        var line = OneLine(name);
        if (line.Length <= columns)
            return line;
        var (head, tail) = (Whole(line, (columns - 1) / 3), line.Length - (columns - 1 - (columns - 1) / 3));
        if (char.IsLowSurrogate(line[tail]))
            tail++;
        return $"{line[..head]}…{line[tail..]}";
    }

    private static string OneLine(string text) => string.Create(text.Length, text, (line, source) =>
        {
            for (var i = 0; i < line.Length; i++)
                line[i] = char.IsControl(source[i]) ? ' ' : source[i];
        });

    /// <summary>A cut that splits no surrogate pair.</summary>
    private static int Whole(string text, int at) => at > 0 && char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;
}
