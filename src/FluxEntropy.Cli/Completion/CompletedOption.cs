namespace FluxEntropy.Cli.Completion;

/// <summary>An option and what may follow it.</summary>
/// <param name="Name">With its dashes: <c>--format</c>.</param>
/// <param name="Text">What it does.</param>
/// <param name="TakesValue">Whether a value follows.</param>
/// <param name="Values">The values, where they can be listed.</param>
/// <param name="TakesFile">Whether the value is a file or a folder.</param>
internal sealed record CompletedOption(
    string Name,
    string Text,
    bool TakesValue,
    IReadOnlyList<string> Values,
    bool TakesFile
);
