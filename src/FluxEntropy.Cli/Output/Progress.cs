namespace FluxEntropy.Cli.Output;

/// <summary>How far something is.</summary>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; null where nobody knows.</param>
/// <param name="Note">Anything else worth a glance, such as a rate in other units.</param>
internal readonly record struct Progress(double Done, double? Total, string Note = "");
