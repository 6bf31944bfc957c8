namespace FluxEntropy.Sketches;

/// <summary>Documents and tokens of a cell.</summary>
internal readonly record struct CellMass(long Documents, long Tokens)
{
    public static CellMass operator +(CellMass a, CellMass b) => new(a.Documents + b.Documents, a.Tokens + b.Tokens);
}
