using static FluxEntropy.Tables.ParquetFiles.ThriftType;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>
/// What stands before a page; numbers and types are those of parquet.thrift in apache/parquet-format.
/// </summary>
internal static class ParquetShapes
{
    /// <summary>What stands before each page.</summary>
    public static readonly ThriftShape PageHeader = Page();

    private static ThriftShape Page()
    {
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
        return new(
            (1, I32),
            (2, I32),
            (3, I32),
            (4, I32),
            (5, new ThriftShape((1, I32), (2, I32), (3, I32), (4, I32), (5, statistics))),
            (6, new ThriftShape()),
            (7, new ThriftShape((1, I32), (2, I32), (3, True))),
            (8, new ThriftShape((1, I32), (2, I32), (3, I32), (4, I32), (5, I32), (6, I32), (7, True), (8, statistics)))
        );
    }
}
