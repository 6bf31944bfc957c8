namespace FluxEntropy.Sources.Formats;

/// <summary>A column that may be read.</summary>
/// <param name="Field">Reads it.</param>
/// <param name="IsText">Whether its values are bytes, which are text if they are UTF-8.</param>
/// <param name="IsMetadata">Whether its values have a text; bytes that are not declared to be text are an image or the like.</param>
internal sealed record TableColumn<T>(T Field, bool IsText, bool IsMetadata)
    where T : class, ITableField
{
    public string Name => Field.Name;
}
