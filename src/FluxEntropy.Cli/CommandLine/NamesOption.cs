using System.CommandLine;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>Options that take names.</summary>
internal static class NamesOption
{
    /// <summary>A list of names between commas.</summary>
    public static Option<string[]?> Of(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "A,B,…",
            CustomParser = result =>
                [
                    .. result.Tokens.SelectMany(token =>
                        token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    ),
                ],
            AllowMultipleArgumentsPerToken = false,
        };
}
