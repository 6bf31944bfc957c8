namespace FluxEntropy.Compaction;

/// <summary>Says that a table is complete.</summary>
/// <param name="Table">Which scores it holds.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Bytes">Bytes of the Parquet file.</param>
/// <param name="Hash">XXH128 of these, 32 hexadecimal digits: looked at before the file is parsed.</param>
public sealed record ScoreTableManifest(ScoreTableHeader Table, int Rows, long Bytes, string Hash);
