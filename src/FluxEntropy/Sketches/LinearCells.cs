namespace FluxEntropy.Sketches;

/// <summary>
/// Cells of equal width 1/<paramref name="cellsPerUnit"/> from 0 to <paramref name="maximum"/>. What lies below 0 (rounding)
/// counts as 0; the last cell starts at the maximum and takes whatever lies above.
/// </summary>
internal sealed class LinearCells(int cellsPerUnit, int maximum) : CellMapping
{
    // A float times a power of two is exact in double, so the floor is the same on every machine.
    public override int CellOf(float value) =>
        (int)Math.Clamp(Math.Floor((double)value * cellsPerUnit), 0, (double)maximum * cellsPerUnit);

    public override double LowerBound(int cell) => (double)cell / cellsPerUnit;

    public override double UpperBound(int cell) => Math.Min((double)(cell + 1) / cellsPerUnit, maximum);
}
