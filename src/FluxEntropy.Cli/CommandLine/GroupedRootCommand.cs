using System.CommandLine;
using System.CommandLine.Help;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>The program itself: its verbs under the headings that help shows them under, and examples of the most common ones.</summary>
internal sealed class GroupedRootCommand : RootCommand
{
    public GroupedRootCommand(
        string description,
        IReadOnlyList<(string Title, IReadOnlyList<Command> Verbs)> groups,
        IReadOnlyList<Example> examples
    )
        : base(description)
    {
        (Groups, Examples) = (groups, examples);
        foreach (var verb in groups.SelectMany(group => group.Verbs))
            Subcommands.Add(verb);
        Options.Add(SharedOptions.Verbose);
        Options.OfType<HelpOption>().Single().Action = new HelpPage();
    }

    /// <summary>Verbs by what they are for.</summary>
    public IReadOnlyList<(string Title, IReadOnlyList<Command> Verbs)> Groups { get; }

    public IReadOnlyList<Example> Examples { get; }
}
