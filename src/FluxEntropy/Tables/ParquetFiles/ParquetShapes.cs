using static FluxEntropy.Tables.ParquetFiles.ThriftShape;
using static FluxEntropy.Tables.ParquetFiles.ThriftType;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>
/// The structures of Parquet, as far as reading columns that are not nested needs them; numbers and types are those of
/// parquet.thrift in apache/parquet-format.
/// </summary>
internal static class ParquetShapes
{
    /// <summary>A column's name, type and how many of the following lie below it.</summary>
    public static readonly ThriftShape SchemaElement;

    /// <summary>Where a column's values of a row group lie.</summary>
    public static readonly ThriftShape ColumnChunk;

    /// <summary>What the footer says.</summary>
    public static readonly ThriftShape FileMetaData;

    /// <summary>What stands before each page.</summary>
    public static readonly ThriftShape PageHeader;

    /// <summary>Number of <see cref="FileMetaData"/>'s field that says how it is encrypted.</summary>
    public const short EncryptionAlgorithm = 8;

    /// <summary>Number of <see cref="ColumnChunk"/>'s field that names another file.</summary>
    public const short FilePath = 1;

    /// <summary>Number of <see cref="ColumnChunk"/>'s field that says how it is encrypted.</summary>
    public const short CryptoMetaData = 8;

    /// <summary>Number of <see cref="SchemaElement"/>'s field that counts the columns below it.</summary>
    public const short NumChildren = 5;

    static ParquetShapes()
    {
        var empty = new ThriftShape();
        var time = new ThriftShape((1, True), (2, new ThriftShape((1, empty), (2, empty), (3, empty))));
        var logicalType = new ThriftShape(
            (1, empty),
            (2, empty),
            (3, empty),
            (4, empty),
            (5, new ThriftShape((1, I32), (2, I32))),
            (6, empty),
            (7, time),
            (8, time),
            (10, new ThriftShape((1, I8), (2, True))),
            (11, empty),
            (12, empty),
            (13, empty),
            (14, empty),
            (15, empty)
        );
        SchemaElement = new(
            (1, I32),
            (2, I32),
            (3, I32),
            (4, Binary),
            (NumChildren, I32),
            (6, I32),
            (7, I32),
            (8, I32),
            (9, I32),
            (10, logicalType)
        );
        var columnMetaData = new ThriftShape(
            (1, I32),
            ListOf(2, I32),
            ListOf(3, Binary),
            (4, I32),
            (5, I64),
            (6, I64),
            (7, I64),
            (9, I64),
            (10, I64),
            (11, I64)
        );
        ColumnChunk = new((2, I64), (3, columnMetaData));
        var rowGroup = new ThriftShape(ListOf(1, ColumnChunk), (2, I64), (3, I64));
        FileMetaData = new((1, I32), ListOf(2, SchemaElement), (3, I64), ListOf(4, rowGroup));

        var statistics = new ThriftShape(
            (1, Binary),
            (2, Binary),
            (3, I64),
            (4, I64),
            (5, Binary),
            (6, Binary),
            (7, True),
            (8, True)
        );
        PageHeader = new(
            (1, I32),
            (2, I32),
            (3, I32),
            (4, I32),
            (5, new ThriftShape((1, I32), (2, I32), (3, I32), (4, I32), (5, statistics))),
            (6, empty),
            (7, new ThriftShape((1, I32), (2, I32), (3, True))),
            (8, new ThriftShape((1, I32), (2, I32), (3, I32), (4, I32), (5, I32), (6, I32), (7, True), (8, statistics)))
        );
    }
}
