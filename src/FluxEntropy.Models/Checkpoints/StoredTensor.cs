namespace FluxEntropy.Models.Checkpoints;

/// <summary>How a number is stored; weights are one of the first three.</summary>
internal enum StoredType
{
    Float32,
    BFloat16,
    Float16,

    /// <summary>Integers, truth values and the like, which older exporters put beside the weights.</summary>
    Other,
}

/// <summary>One tensor of a file: its shape, row-major, and where its bytes are, from the start of the file.</summary>
internal sealed record StoredTensor(string Name, StoredType Type, long[] Shape, long Offset, long Bytes)
{
    /// <summary>Numbers in the tensor.</summary>
    internal long Elements => Shape.Aggregate(1L, (product, dimension) => product * dimension);
}
