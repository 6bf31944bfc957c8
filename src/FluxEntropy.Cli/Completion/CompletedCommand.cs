namespace FluxEntropy.Cli.Completion;

/// <summary>What may follow a command.</summary>
/// <param name="Path">The command as typed: <c>flux corpus list</c>.</param>
/// <param name="Verbs">Verbs below it, with what they do.</param>
/// <param name="Options">Its options.</param>
/// <param name="Words">Values of its arguments, where they can be listed.</param>
/// <param name="TakesFiles">Whether its arguments are files.</param>
internal sealed record CompletedCommand(
    string Path,
    IReadOnlyList<(string Name, string Text)> Verbs,
    IReadOnlyList<CompletedOption> Options,
    IReadOnlyList<string> Words,
    bool TakesFiles
);
