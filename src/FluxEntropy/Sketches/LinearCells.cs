using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace FluxEntropy.Sketches;

/// <summary>Cells of equal width from 0 to a maximum; the last one starts there and takes whatever lies above.</summary>
internal sealed partial class LinearCells : CellMapping
{
    private const int MaxCellsPerUnit = 1 << 24; // a float's significand: finer cells would stay empty
    private const int MaxCells = 1 << 30;

    private readonly int _cellsPerUnit;
    private readonly int _maximum;
    private readonly string _text;

    public LinearCells(int cellsPerUnit, int maximum)
    {
        if (cellsPerUnit is < 1 or > MaxCellsPerUnit || !BitOperations.IsPow2(cellsPerUnit))
            throw new ArgumentOutOfRangeException(
                nameof(cellsPerUnit),
                cellsPerUnit,
                $"cellsPerUnit: a power of two from 1 to {MaxCellsPerUnit} was expected."
            );
        if (maximum < 1 || (long)maximum * cellsPerUnit > MaxCells)
            throw new ArgumentOutOfRangeException(
                nameof(maximum),
                maximum,
                $"maximum: 1 to {MaxCells / cellsPerUnit} was expected with {cellsPerUnit} cells a unit."
            );
        (_cellsPerUnit, _maximum) = (cellsPerUnit, maximum);
        _text = string.Create(CultureInfo.InvariantCulture, $"linear({cellsPerUnit}, {maximum})");
    }

    public static LinearCells? TryParse(string text) =>
        Pattern().Match(text) is { Success: true, Groups: var groups }
        && int.TryParse(groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var cellsPerUnit)
        && int.TryParse(groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var maximum)
        && cellsPerUnit is >= 1 and <= MaxCellsPerUnit
        && BitOperations.IsPow2(cellsPerUnit)
        && maximum >= 1
        && (long)maximum * cellsPerUnit <= MaxCells
            ? new LinearCells(cellsPerUnit, maximum)
            : null;

    // A float times a power of two is exact in double, so the floor is the same on every machine.
    public override int CellOf(float value) =>
        (int)Math.Clamp(Math.Floor((double)value * _cellsPerUnit), 0, (double)_maximum * _cellsPerUnit);

    public override double LowerBound(int cell) => (double)cell / _cellsPerUnit;

    public override double UpperBound(int cell) => Math.Min((double)(cell + 1) / _cellsPerUnit, _maximum);

    public override string ToString() => _text;

    [GeneratedRegex(@"^linear\(([0-9]{1,10}), ([0-9]{1,10})\)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
