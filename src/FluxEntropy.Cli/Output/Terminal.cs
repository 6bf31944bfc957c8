using Spectre.Console;

namespace FluxEntropy.Cli.Output;

/// <summary>
/// The two streams of a command: data on standard output, everything else on standard error. There is colour and a live line
/// only where a person looks, which is never where the streams are not the console's own.
/// </summary>
internal sealed class Terminal
{
    private readonly Lock _lock = new();
    private readonly TextWriter _errors;
    private string _live = "";

    /// <param name="output">Standard output.</param>
    /// <param name="errors">Standard error.</param>
    /// <param name="verbose">Whether an error is shown with its stack trace.</param>
    public Terminal(TextWriter output, TextWriter errors, bool verbose)
    {
        (Output, _errors, Verbose) = (output, errors, verbose);
        IsOutputShown = output == Console.Out && !Console.IsOutputRedirected;
        var areErrorsShown = errors == Console.Error && !Console.IsErrorRedirected;
        Data = Consoles.Create(output, IsOutputShown, Consoles.Columns);
        // A message in a log stays on its line, whatever the width of the terminal that the command was started on.
        Messages = Consoles.Create(errors, areErrorsShown, areErrorsShown ? Consoles.Columns : null);
        IsLive = areErrorsShown && Consoles.CanRewriteLines;
    }

    /// <summary>Standard output, as it is.</summary>
    public TextWriter Output { get; }

    /// <summary>Standard output, for markup.</summary>
    public IAnsiConsole Data { get; }

    /// <summary>Standard error, for markup.</summary>
    public IAnsiConsole Messages { get; }

    /// <summary>Whether standard output is a terminal.</summary>
    public bool IsOutputShown { get; }

    /// <summary>Whether a line on standard error may be rewritten in place.</summary>
    public bool IsLive { get; }

    /// <summary>Whether an error is shown with its stack trace.</summary>
    public bool Verbose { get; }

    /// <summary>Columns of standard error.</summary>
    public int Width => Messages.Profile.Width;

    /// <summary>Standard output as it is; a file as plain text.</summary>
    public IAnsiConsole For(TextWriter output) => output == Output ? Data : Consoles.Create(output, isTerminal: false);

    /// <summary>Writes one JSON object a line to standard output.</summary>
    public void WriteJson<T>(T value) => Output.WriteLine(JsonOutput.Text(value));

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

    /// <summary>Warns of something that does not end the command; names in it may be of any origin.</summary>
    public void Warn(string text) => SayMarkup($"[yellow]{Markup.Escape(Printable.Line(text))}[/]");

    /// <summary>Replaces the live line at the bottom of standard error; an empty text removes it.</summary>
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
            _errors.Write("\r\x1b[2K");
    }

    private void Paint()
    {
        if (_live.Length > 0)
            Messages.Markup(_live);
    }
}
