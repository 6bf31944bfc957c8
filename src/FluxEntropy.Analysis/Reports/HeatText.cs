namespace FluxEntropy.Analysis.Reports;

/// <summary>Tokens of a text with a value each.</summary>
/// <param name="Caption">What the values are, with their unit.</param>
/// <param name="Tokens">Text and value of each token; NaN where there is none.</param>
/// <param name="Maximum">Value of the strongest colour.</param>
public sealed record HeatText(string Caption, IReadOnlyList<(string Text, double Value)> Tokens, double Maximum);
