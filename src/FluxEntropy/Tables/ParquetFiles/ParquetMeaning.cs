namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>A logical type: what the values of a column mean.</summary>
/// <param name="Kind">Number of the type in the union LogicalType of parquet.thrift.</param>
/// <param name="Scale">Digits of a decimal behind the point.</param>
/// <param name="Utc">Whether times are meant in UTC, and not in whatever zone the reader is.</param>
/// <param name="UnitsPerSecond">1,000, 1,000,000 or 1,000,000,000 of a time.</param>
/// <param name="Signed">Whether whole numbers have a sign.</param>
internal sealed record ParquetMeaning(
    int Kind,
    int Scale = 0,
    bool Utc = false,
    long UnitsPerSecond = 1_000_000,
    bool Signed = true
)
{
    public const int String = 1;
    public const int Map = 2;
    public const int List = 3;
    public const int Enum = 4;
    public const int Decimal = 5;
    public const int Date = 6;
    public const int Time = 7;
    public const int Timestamp = 8;
    public const int Integer = 10;
    public const int Unknown = 11;
    public const int Json = 12;
    public const int Bson = 13;
    public const int Uuid = 14;
    public const int Float16 = 15;
}
