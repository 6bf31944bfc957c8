namespace FluxEntropy.Cli.Scoring;

/// <summary>What a column of a flat file holds; each value may also be missing.</summary>
internal enum FieldKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>An int32.</summary>
    Integer,

    /// <summary>A float32.</summary>
    Real,

    /// <summary>A list of int32.</summary>
    Integers,

    /// <summary>A list of float32.</summary>
    Reals,
}

/// <summary>A column of a flat file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
internal readonly record struct Field(string Name, FieldKind Kind);

/// <summary>Takes rows, field by field in the order of its columns, into a flat file.</summary>
internal interface IRowSink
{
    /// <summary>Takes a text; null where there is none.</summary>
    void Text(string? value);

    /// <summary>Takes an integer; null where there is none.</summary>
    void Integer(int? value);

    /// <summary>Takes a number; NaN where there is none.</summary>
    void Real(float value);

    /// <summary>Takes a list of integers.</summary>
    void Integers(ReadOnlySpan<int> values);

    /// <summary>Takes a list of numbers.</summary>
    void Reals(ReadOnlySpan<float> values);

    /// <summary>Ends a row.</summary>
    void EndRow();

    /// <summary>Brings rows out, where enough have gathered.</summary>
    ValueTask FlushAsync();

    /// <summary>Ends the file.</summary>
    ValueTask FinishAsync();
}
