namespace FluxEntropy.Sources;

/// <summary>What a source's bytes are, once decompressed.</summary>
public enum SourceFormat
{
    /// <summary>By the file's extension; standard input by its first bytes (the default).</summary>
    Auto,

    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary>Fields between commas (RFC 4180), below a row of column names.</summary>
    Csv,

    /// <summary>Fields between tabs, quoted as in CSV where they need it, below a row of column names.</summary>
    Tsv,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
