namespace FluxEntropy.Sketches;

/// <summary>
/// DDSketch's logarithmic mapping (Masson, Rim and Lee, VLDB 2019) with the logarithm interpolated linearly between powers
/// of two: a cell is a float's exponent and the upper 8 bits of its significand, 256 cells a power of two. A cell
/// [x, x + w) has w ≤ x/256, so its midpoint is within 1/512 of every value in it. No logarithm is computed, because
/// those differ between machines. Negative values mirror the positive ones: cell −1 − c for cell c of the magnitude.
/// </summary>
internal sealed class RelativeCells : CellMapping
{
    private const int DroppedBits = 15;
    private const string Text = "relative(8)"; // bits of the significand; other widths are for a later version

    public static CellMapping? TryParse(string text) => text == Text ? Relative : null;

    public override int CellOf(float value)
    {
        var magnitude = BitConverter.SingleToInt32Bits(Math.Abs(value)) >> DroppedBits;
        return value < 0 ? -1 - magnitude : magnitude;
    }

    public override double LowerBound(int cell) => cell >= 0 ? Edge(cell) : -Edge(-cell);

    public override double UpperBound(int cell) => cell >= 0 ? Edge(cell + 1) : -Edge(-1 - cell);

    public override string ToString() => Text;

    private static double Edge(int cell)
    {
        var edge = BitConverter.Int32BitsToSingle(cell << DroppedBits);
        return float.IsNaN(edge) ? double.PositiveInfinity : edge;
    }
}
