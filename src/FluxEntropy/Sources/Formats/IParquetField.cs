using FluxEntropy.Tables.ParquetFiles;

namespace FluxEntropy.Sources.Formats;

/// <summary>One field of the records of a Parquet file.</summary>
internal interface IParquetField : ITableField
{
    /// <summary>Turns to a row group.</summary>
    void Open(Stream file, long dataBytes, ParquetRowGroup group);
}
