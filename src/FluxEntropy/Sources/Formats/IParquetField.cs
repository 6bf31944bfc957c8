using FluxEntropy.Tables.ParquetFiles;

namespace FluxEntropy.Sources.Formats;

/// <summary>One field of the records of a Parquet file.</summary>
internal interface IParquetField
{
    string Name { get; }

    /// <summary>What is wrong with its values from here to the end of the row group; null while they can be read.</summary>
    string? Damage { get; }

    /// <summary>Turns to a row group.</summary>
    void Open(Stream file, long dataBytes, ParquetRowGroup group);

    /// <summary>The value of the next row as text; null where it is null, or once there is <see cref="Damage"/>.</summary>
    /// <exception cref="FormatException">This value has no text; the next may.</exception>
    string? Next();
}
