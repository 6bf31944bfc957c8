using System.CommandLine;
using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Tests.CommandLine;

/// <summary>The examples of help are command lines that work.</summary>
public sealed class ExampleTests
{
    public static TheoryData<string> Examples => [.. All()];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_parses(string arguments)
    {
        var own = arguments.Split(" | ")[0].Split(" > ")[0].Split(" < ")[0];

        Assert.Empty(Flux.Root.Parse(own).Errors.Select(error => error.Message));
    }

    /// <summary>Each example once, without the name of the program.</summary>
    internal static IEnumerable<string> All() => Of(Flux.Root).Distinct();

    private static IEnumerable<string> Of(Command command)
    {
        IEnumerable<Example> own = command switch
        {
            Verb verb => verb.Examples,
            GroupedRootCommand root => root.Examples,
            _ => [],
        };
        return own.Select(example => example.Arguments).Concat(command.Subcommands.SelectMany(Of));
    }
}
