namespace FluxEntropy.Cli.Output;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Width">
/// Columns that it takes: positive for numbers (aligned right), negative for text (aligned left, cut in the middle when longer).
/// </param>
internal readonly record struct Column(string Title, int Width);
