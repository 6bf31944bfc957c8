namespace FluxEntropy.Tables;

/// <summary>What a column of a flat file holds; each value may also be missing.</summary>
public enum FieldKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>An int32.</summary>
    Integer,

    /// <summary>An int64.</summary>
    Long,

    /// <summary>A float32.</summary>
    Real,

    /// <summary>A list of int32.</summary>
    Integers,

    /// <summary>A list of float32.</summary>
    Reals,
}
