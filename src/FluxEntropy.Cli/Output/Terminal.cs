using Spectre.Console;

namespace FluxEntropy.Cli.Output;

/// <summary>
/// The two streams of a command: data on standard output, everything else on standard error. Colour and live lines
/// only where a person looks: on a terminal, and without colour where NO_COLOR is set (https://no-color.org).
/// </summary>
internal sealed class Terminal
{
    private const int UnlimitedWidth = 10_000;

    private readonly Lock _lock = new();
    private string _live = "";

    public Terminal(bool verbose)
    {
        Verbose = verbose;
        Data = Create(Console.Out, !Console.IsOutputRedirected);
        Messages = Create(Console.Error, !Console.IsErrorRedirected);
        IsLive = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
    }

    /// <summary>Standard output.</summary>
    public IAnsiConsole Data { get; }

    /// <summary>Standard error.</summary>
    public IAnsiConsole Messages { get; }

    /// <summary>Whether a line on standard error may be rewritten in place.</summary>
    public bool IsLive { get; }

    /// <summary>Whether the cause of an error is shown with its stack trace.</summary>
    public bool Verbose { get; }

    /// <summary>Columns of standard error.</summary>
    public int Width => Messages.Profile.Width;

    /// <summary>Standard output as it is; a file as plain text.</summary>
    public IAnsiConsole For(TextWriter output) => output == Console.Out ? Data : Create(output, terminal: false);

    /// <summary>Writes a line of plain text to standard error.</summary>
    public void Say(string text) => SayMarkup(Markup.Escape(text));

    /// <summary>Writes a line of Spectre markup to standard error.</summary>
    public void SayMarkup(string markup) => Write(Messages, console => console.MarkupLine(markup));

    /// <summary>Writes to one of the streams without tearing the live line.</summary>
    public void Write(IAnsiConsole console, Action<IAnsiConsole> write)
    {
        lock (_lock)
        {
            Erase();
            write(console);
            Paint();
        }
    }

    /// <summary>A line about what is not as it should be, but does not end the command; names in it may be of any origin.</summary>
    public void Warn(string text) => SayMarkup($"[yellow]{Markup.Escape(Printable.Line(text))}[/]");

    /// <summary>Replaces the live line at the bottom of standard error; empty takes it away.</summary>
    public void ShowLive(string markup)
    {
        if (!IsLive)
            return;
        lock (_lock)
        {
            Erase();
            _live = markup;
            Paint();
        }
    }

    private void Erase()
    {
        if (_live.Length > 0)
            Console.Error.Write("\r\x1b[2K");
    }

    private void Paint()
    {
        if (_live.Length > 0)
            Messages.Markup(_live);
    }

    private static IAnsiConsole Create(TextWriter writer, bool terminal)
    {
        var colour =
            terminal
            && Environment.GetEnvironmentVariable("NO_COLOR") is null or ""
            && Environment.GetEnvironmentVariable("TERM") != "dumb";
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(writer),
                Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
            }
        );
        // A line in a file is as long as it is: nothing is wrapped at a width that no one sees.
        if (!terminal)
            console.Profile.Width = UnlimitedWidth;
        return console;
    }
}
