namespace FluxEntropy.Cli.Inputs;

/// <summary>A file of ids, one a line.</summary>
internal static class IdFile
{
    /// <summary>Reads a file, or standard input where it is <c>-</c>; empty lines are skipped.</summary>
    public static IEnumerable<string> Read(string file) =>
        (file == "-" ? ReadAll(Console.In) : File.ReadLines(file)).Where(line => line.Length > 0);

    private static IEnumerable<string> ReadAll(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
