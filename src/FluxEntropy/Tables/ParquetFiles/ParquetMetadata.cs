namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>What a file says of itself, as far as reading its columns needs it.</summary>
/// <param name="Columns">The columns that hold values, in the order in which row groups list them.</param>
/// <param name="Groups">Its row groups.</param>
internal sealed record ParquetMetadata(IReadOnlyList<ParquetColumn> Columns, IReadOnlyList<ParquetRowGroup> Groups);
