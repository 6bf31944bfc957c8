namespace FluxEntropy.Cli.CommandLine;

/// <summary>A command line that shows a verb in use.</summary>
/// <param name="Arguments">What follows <c>flux</c>.</param>
/// <param name="Purpose">What it is for.</param>
internal readonly record struct Example(string Arguments, string Purpose);
