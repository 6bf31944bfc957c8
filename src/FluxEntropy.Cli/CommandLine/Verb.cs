using System.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>Something <c>flux</c> can do.</summary>
internal abstract class Verb : Command
{
    protected Verb(string name, string description)
        : base(name, description) =>
        SetAction((arguments, cancellationToken) => Failures.GuardAsync(this, arguments, cancellationToken));

    /// <summary>Shown at the end of the verb's help.</summary>
    public IReadOnlyList<Example> Examples { get; protected init; } = [];

    /// <summary>Further explanations by name, which help shows after the options under <see cref="NotesTitle"/>.</summary>
    public IReadOnlyList<(string Name, string Text)> Notes { get; protected init; } = [];

    /// <summary>Heading of <see cref="Notes"/>.</summary>
    public string NotesTitle { get; protected init; } = "Notes";

    /// <summary>Runs the verb; returns the exit code, 0 or 1.</summary>
    /// <exception cref="WrongUsageException">The arguments contradict each other or their target; exit code 2.</exception>
    public abstract Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken);

    /// <summary>Adds options and arguments in the order in which help lists them.</summary>
    protected void Take(params IEnumerable<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Option option)
                Options.Add(option);
            else
                Arguments.Add((Argument)symbol);
        }
    }
}
