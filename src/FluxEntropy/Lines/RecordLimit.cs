namespace FluxEntropy.Lines;

/// <summary>How large one record of a source may be: a line of JSON, a record of CSV, a document of plain text or Parquet.</summary>
public static class RecordLimit
{
    /// <summary>Bytes after decompression: 16 MiB.</summary>
    public const int Bytes = 16 << 20;
}
