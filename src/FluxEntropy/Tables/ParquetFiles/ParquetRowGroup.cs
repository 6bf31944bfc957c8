namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>Some consecutive rows of a file; nothing of it is checked yet.</summary>
/// <param name="Rows">How many it says it has.</param>
/// <param name="Chunks">Where the values of each column lie.</param>
internal sealed record ParquetRowGroup(long Rows, IReadOnlyList<ParquetChunk> Chunks);
