namespace FluxEntropy.Tables;

/// <summary>Takes rows, field by field in the order of its columns, into a flat file.</summary>
public interface ITableWriter
{
    /// <summary>Takes a text; null where there is none.</summary>
    void Text(string? value);

    /// <summary>Takes an integer; null where there is none.</summary>
    void Integer(int? value);

    /// <summary>Takes a large integer; null where there is none.</summary>
    void Long(long? value);

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
