using Spectre.Console;

namespace FluxEntropy.Cli.Output;

/// <summary>Makes Spectre consoles; colour only on a terminal, and none where NO_COLOR is set (https://no-color.org).</summary>
internal static class Consoles
{
    private const int UnlimitedWidth = 10_000;

    /// <summary>Whether <c>TERM</c> promises that a line may be rewritten in place.</summary>
    public static bool CanRewriteLines => Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <param name="writer">Where text goes.</param>
    /// <param name="isTerminal">Whether a person looks at it, rather than a file or a pipe.</param>
    public static IAnsiConsole Create(TextWriter writer, bool isTerminal)
    {
        var hasColour = isTerminal && CanRewriteLines && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(writer),
                Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = hasColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
            }
        );
        // A line in a file is as long as it is: nothing is wrapped at a width that no one sees.
        if (!isTerminal)
            console.Profile.Width = UnlimitedWidth;
        return console;
    }
}
