using System.Globalization;

namespace FluxEntropy.Analysis.Tables;

/// <summary>The cells of one column; those of rows that said nothing are missing.</summary>
internal sealed class TableColumn
{
    private readonly List<double> _numbers = [];
    private readonly Dictionary<int, string> _written = []; // where a number does not say how the cell was written

    /// <summary>The first cell that is no number, or null.</summary>
    public (int Row, string Cell)? FirstText { get; private set; }

    /// <summary>Whether every cell that is there is a number.</summary>
    public bool IsNumeric => FirstText is null;

    public void Set(int row, string cell)
    {
        if (_numbers.Count > row) // a name that a record has twice: the last counts
        {
            _numbers.RemoveAt(row);
            _written.Remove(row);
        }
        PadTo(row);
        var isNumber =
            double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || IsWord(cell, out number);
        _numbers.Add(isNumber ? number : double.NaN);
        if (!isNumber)
            FirstText ??= (row, cell);
        if (!isNumber || Written(number) != cell)
            _written.Add(row, cell);
    }

    /// <summary>Fills missing cells up to that row.</summary>
    public void PadTo(int row) => _numbers.AddRange(Enumerable.Repeat(double.NaN, row - _numbers.Count));

    /// <summary>Values; NaN where there is none. [rows]</summary>
    public double[] Numbers() => [.. _numbers];

    /// <summary>Cells as they were written; null where there is none. [rows]</summary>
    public string?[] Texts() =>
        [
            .. _numbers.Select(
                (number, row) =>
                    _written.TryGetValue(row, out var text) ? text
                    : double.IsNaN(number) ? null
                    : Written(number)
            ),
        ];

    private static string Written(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    // As pandas and NumPy write what is missing or has no end.
    private static bool IsWord(string cell, out double number)
    {
        number = cell.ToLowerInvariant() switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.NaN,
        };
        return !double.IsNaN(number) || cell.ToLowerInvariant() is "null" or "none" or "na" or "n/a";
    }
}
