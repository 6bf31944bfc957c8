namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>A column that holds values: a leaf of the table's schema.</summary>
/// <param name="Path">Names from the outermost column inwards.</param>
/// <param name="Element">How its values are written, and what they mean.</param>
/// <param name="MaxDefinition">Definition level of a value that is not null.</param>
/// <param name="MaxRepetition">How many lists it lies in; 0 where a row has one value.</param>
/// <param name="OuterDefinition">Definition level at which the innermost list it lies in has an element.</param>
internal sealed record ParquetColumn(
    IReadOnlyList<string> Path,
    ParquetElement Element,
    int MaxDefinition,
    int MaxRepetition,
    int OuterDefinition
)
{
    /// <summary>Its name, with dots where it lies within others.</summary>
    public string Name { get; } = string.Join('.', Path);
}
