using System.Globalization;
using Spectre.Console;

namespace FluxEntropy.Cli.Output;

/// <summary>
/// Makes Spectre consoles, which print nothing that would steer a terminal; colour only on one, and none where NO_COLOR is set
/// (https://no-color.org). A line is as wide as
/// <c>COLUMNS</c> says, else as the terminal; in a file or a pipe it is as long as it is, and only pages of prose, such as help,
/// take 80 columns then.
/// </summary>
internal static class Consoles
{
    private const int UnlimitedWidth = 10_000;
    private const int NarrowestConsole = 20;
    private const int UsualPage = 80;
    private const int WidestPage = 110;

    /// <summary>What <c>COLUMNS</c> says; null where it says nothing.</summary>
    public static int? Columns =>
        int.TryParse(
            Environment.GetEnvironmentVariable("COLUMNS"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var columns
        )
        && columns > 0
            ? columns
            : null;

    /// <summary>Whether <c>TERM</c> promises that a line may be rewritten in place.</summary>
    public static bool CanRewriteLines => Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <param name="writer">Where text goes.</param>
    /// <param name="isTerminal">Whether a person looks at it, rather than a file or a pipe.</param>
    /// <param name="columns">Width of a line; null for that of the terminal, and for none elsewhere.</param>
    public static IAnsiConsole Create(TextWriter writer, bool isTerminal, int? columns = null)
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
        console.Pipeline.Attach(new PrintableText());
        // A line in a file is as long as it is: nothing is wrapped at a width that no one sees.
        if (columns is { } width)
            console.Profile.Width = Math.Max(NarrowestConsole, width);
        else if (!isTerminal)
            console.Profile.Width = UnlimitedWidth;
        else if (console.Profile.Width < NarrowestConsole)
            console.Profile.Width = UsualPage; // a terminal that does not know its size
        return console;
    }

    /// <summary>Whether lines are as long as they are.</summary>
    public static bool IsUnlimited(IAnsiConsole console) => console.Profile.Width >= UnlimitedWidth;

    /// <summary>Columns of a page of prose.</summary>
    public static int PageWidth(IAnsiConsole console) =>
        IsUnlimited(console) ? UsualPage : Math.Min(WidestPage, console.Profile.Width);
}
