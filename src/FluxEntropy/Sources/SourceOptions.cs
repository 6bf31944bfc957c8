using FluxEntropy.Lines;

namespace FluxEntropy.Sources;

/// <summary>How sources are read.</summary>
public sealed record SourceOptions
{
    /// <summary>
    /// Largest record: a line of JSON, a record of CSV, a document of plain text or of Parquet. [bytes, after
    /// decompression]
    /// </summary>
    public const int MaxRecordBytes = RecordLimit.Bytes;

    /// <summary>Largest id. [bytes of UTF-8]</summary>
    public const int MaxIdBytes = 1024;

    /// <summary>
    /// Field of a JSON record, or column of a table, that holds the text. The default value is <c>text</c>. Null
    /// where records are rows of values
    /// and not documents: their texts are "", every scalar is metadata, and those inside objects have names such as
    /// <c>metrics.entropy.mean</c>.
    /// </summary>
    public string? TextField { get; init; } = "text";

    /// <summary>
    /// Field of a JSON record, or column of a table, that holds the id: a string or a number. The default value is
    /// <c>id</c>.
    /// </summary>
    public string IdField { get; init; } = "id";

    /// <summary>How plain text is cut into documents. The default value is <see cref="TextSplit.File"/>.</summary>
    public TextSplit Split { get; init; }

    /// <summary>
    /// What the bytes are, once decompressed. The default value is null: a file is read by its extension, standard
    /// input by its first bytes.
    /// </summary>
    public ISourceFormat? Format { get; init; }
}
