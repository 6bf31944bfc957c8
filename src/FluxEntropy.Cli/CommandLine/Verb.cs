using System.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>A command line that shows a verb in use.</summary>
/// <param name="Arguments">What follows <c>flux</c>.</param>
/// <param name="Purpose">What it is for.</param>
internal readonly record struct Example(string Arguments, string Purpose);

/// <summary>Something <c>flux</c> can do.</summary>
internal abstract class Verb : Command
{
    protected Verb(string name, string description)
        : base(name, description) =>
        SetAction((arguments, cancellationToken) => Failures.GuardAsync(this, arguments, cancellationToken));

    /// <summary>Shown at the end of the verb's help.</summary>
    public IReadOnlyList<Example> Examples { get; protected init; } = [];

    /// <summary>What there is to know beside the options, by name; shown after them under <see cref="NotesTitle"/>.</summary>
    public IReadOnlyList<(string Name, string Text)> Notes { get; protected init; } = [];

    /// <summary>Heading of <see cref="Notes"/>.</summary>
    public string NotesTitle { get; protected init; } = "Notes";

    /// <summary>Does it; returns the exit code, 0 or 1.</summary>
    public abstract Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken);

    /// <summary>Adds options and arguments in the order in which help lists them.</summary>
    protected void Take(params Symbol[] symbols)
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

/// <summary>Verbs under a common name, such as <c>flux corpus</c>.</summary>
internal sealed class VerbGroup : Command
{
    public VerbGroup(string name, string description, params Verb[] verbs)
        : base(name, description)
    {
        foreach (var verb in verbs)
            Subcommands.Add(verb);
    }
}
