namespace FluxEntropy.Cli.CommandLine;

/// <summary>A mistake in the arguments that shows only after parsing, such as a window the model cannot read. Exit code 2.</summary>
internal sealed class WrongUsageException(string message) : Exception(message);
