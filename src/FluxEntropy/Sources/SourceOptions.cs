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
    /// Field of a JSON record, or column of a table, that holds the text; <c>a.b</c> is field b of the object in field a.
    /// A list of messages is taken as a conversation. The default value is <c>text</c>. Null where records are rows of
    /// values and not documents: their texts are "", and every scalar is metadata.
    /// </summary>
    public string? TextField { get; init; } = "text";

    /// <summary>
    /// Field of a JSON record, or column of a table, that holds the id: a string or a number. The default value is
    /// <c>id</c>.
    /// </summary>
    public string IdField { get; init; } = "id";

    /// <summary>
    /// Whether columns of Parquet that are lists of strings are metadata too, each as a JSON array. The default value is
    /// false.
    /// </summary>
    public bool Lists { get; init; }

    /// <summary>
    /// What makes a text of a list of messages. The default value is null: role and content of each message, a line each.
    /// </summary>
    public IChatTemplate? ChatTemplate { get; init; }

    /// <summary>How plain text is cut into documents. The default value is <see cref="TextSplit.File"/>.</summary>
    public TextSplit Split { get; init; }

    /// <summary>
    /// Whether quotes in CSV and TSV enclose fields, as RFC 4180 has it (the default), or are characters like any other.
    /// </summary>
    public bool Quotes { get; init; } = true;

    /// <summary>
    /// What the bytes are, once decompressed. The default value is null: a file is read by its extension, standard
    /// input and a file whose extension says nothing by its first bytes.
    /// </summary>
    public ISourceFormat? Format { get; init; }
}
