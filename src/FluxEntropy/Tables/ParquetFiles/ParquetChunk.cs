using Parquet.Meta;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>Where the values of one column of a row group lie; nothing of it is checked yet.</summary>
/// <param name="Codec">How its pages are compressed.</param>
/// <param name="Values">How many there are, nulls included.</param>
/// <param name="Start">Where its first page begins in the file.</param>
internal sealed record ParquetChunk(CompressionCodec Codec, long Values, long Start);
