using Parquet.Meta;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>An entry of the schema, as the file has it.</summary>
internal sealed record ParquetElement
{
    public string Name { get; init; } = "";

    /// <summary>How values are written; null of a column that has others below it.</summary>
    public Parquet.Meta.Type? Type { get; init; }

    /// <summary>Bytes of a value of fixed length.</summary>
    public int TypeLength { get; init; }

    public FieldRepetitionType Repetition { get; init; }

    /// <summary>Columns below it.</summary>
    public int Children { get; init; }

    /// <summary>What values mean, as older writers say it.</summary>
    public ConvertedType? Converted { get; init; }

    /// <summary>Digits behind the decimal point.</summary>
    public int Scale { get; init; }

    /// <summary>What values mean, as newer writers say it.</summary>
    public ParquetMeaning? Meaning { get; init; }
}
