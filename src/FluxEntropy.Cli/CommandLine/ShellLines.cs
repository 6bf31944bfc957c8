namespace FluxEntropy.Cli.CommandLine;

/// <summary>Breaks a command line as a shell lets one: behind a backslash, and at no blank within quotes.</summary>
internal static class ShellLines
{
    private const string Continued = "    ";

    /// <summary>The lines, which a shell that they are pasted into joins again.</summary>
    public static IReadOnlyList<string> Of(string command, int width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in Joined(Words(command)))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length + 2 > width && line.Trim().Length > 0)
            {
                lines.Add(line + " \\");
                line = Continued + word;
            }
            else
                line = line.Length > 0 ? $"{line} {word}" : word;
        }

        lines.Add(line);
        return lines;
    }

    // An option and its value stay together.
    private static IEnumerable<string> Joined(IEnumerable<string> words)
    {
        var option = "";
        foreach (var word in words)
        {
            if (option.Length > 0 && !word.StartsWith('-'))
            {
                yield return $"{option} {word}";
                option = "";
                continue;
            }
            if (option.Length > 0)
                yield return option;
            option = word.StartsWith("--", StringComparison.Ordinal) ? word : "";
            if (option.Length == 0)
                yield return word;
        }
        if (option.Length > 0)
            yield return option;
    }

    private static IEnumerable<string> Words(string command)
    {
        var (start, quoted) = (0, false);
        for (var i = 0; i < command.Length; i++)
        {
            if (command[i] == '"')
                quoted = !quoted;
            if (command[i] != ' ' || quoted)
                continue;
            yield return command[start..i];
            start = i + 1;
        }

        yield return command[start..];
    }
}
