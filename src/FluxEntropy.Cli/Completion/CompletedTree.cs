using System.CommandLine;
using System.CommandLine.Help;
using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Completion;

/// <summary>Reads what may follow each command off the commands themselves, so that no list has to be kept.</summary>
internal static class CompletedTree
{
    private static readonly string[] FileNames = ["FILE", "DIR", "PATH"];

    /// <summary>The program, then every command below it.</summary>
    public static IReadOnlyList<CompletedCommand> Of(Command root) =>
        [Describe(root), .. root.Subcommands.SelectMany(Of)];

    private static CompletedCommand Describe(Command command) =>
        new(
            SymbolText.PathOf(command),
            [.. command.Subcommands.Where(verb => !verb.Hidden).Select(verb => (verb.Name, verb.Description ?? ""))],
            [.. OptionsOf(command).Select(Describe)],
            [.. command.Arguments.SelectMany(OptionValues.Of).Distinct()],
            command.Arguments.Any(argument => argument.Name is "file" or "files" or "path")
        );

    private static IEnumerable<Option> OptionsOf(Command command)
    {
        for (var current = command; current is not null; current = current.Parents.OfType<Command>().FirstOrDefault())
            foreach (var option in current.Options)
                if (!option.Hidden && (current == command || option.Recursive))
                    yield return option;
    }

    private static CompletedOption Describe(Option option)
    {
        var isFlag = option is HelpOption or VersionOption || option.ValueType == typeof(bool);
        return new CompletedOption(
            option.Name,
            SymbolText.DescriptionOf(option),
            !isFlag,
            isFlag ? [] : OptionValues.Of(option),
            !isFlag && FileNames.Contains(option.HelpName)
        );
    }
}
