namespace FluxEntropy.Cli.Output;

/// <summary>One bar of a chart.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Value">Its length, from 0.</param>
/// <param name="Note">What stands behind it.</param>
internal readonly record struct Bar(string Label, double Value, string Note);
