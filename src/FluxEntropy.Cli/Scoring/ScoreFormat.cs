namespace FluxEntropy.Cli.Scoring;

/// <summary>In what form scores are written.</summary>
internal enum ScoreFormat
{
    /// <summary>For people (the default).</summary>
    Table,

    /// <summary>One JSON object a document.</summary>
    JsonLines,

    /// <summary>RFC 4180 with a header.</summary>
    Csv,

    /// <summary>Apache Parquet, flat columns.</summary>
    Parquet,
}
