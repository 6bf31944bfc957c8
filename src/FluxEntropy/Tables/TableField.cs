namespace FluxEntropy.Tables;

/// <summary>A column of a flat file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
public readonly record struct TableField(string Name, FieldKind Kind);
