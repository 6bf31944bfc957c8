namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>Types of Thrift's compact protocol, as far as Parquet uses them.</summary>
internal enum ThriftType : byte
{
    Stop = 0,
    True = 1,
    False = 2,
    I8 = 3,
    I16 = 4,
    I32 = 5,
    I64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Struct = 12,
}
