namespace FluxEntropy.Cli.CommandLine;

/// <summary>Something the user has to fix before the command can succeed; the message is one line that says what. Exit code 1.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
