namespace FluxEntropy.Sketches;

/// <summary>
/// Maps values to integer cells, monotonically and with integer or exact arithmetic only, so that every machine puts a
/// value into the same cell. A mapping is written into every file that counts or lists values by it, as
/// <see cref="ToString"/> gives it, so that the file can be read without knowing the metric.
/// </summary>
public abstract class CellMapping : IEquatable<CellMapping>
{
    // The kinds are closed: a reader must know each of them.
    private protected CellMapping() { }

    /// <summary>Cells of 1/4096 nat over 0 to 16 nats, whatever the vocabulary: entropies and their spread.</summary>
    public static CellMapping Nats { get; } = Linear(4096, 16);

    /// <summary>Cells of 1/65,536 over 0 to 1: probabilities and differences of ordered probabilities.</summary>
    public static CellMapping Probability { get; } = Linear(65_536, 1);

    /// <summary>
    /// Cells of relative accuracy 1/512 for values of any size; those of negative values mirror those of positive ones.
    /// </summary>
    public static CellMapping Relative { get; } = new RelativeCells();

    /// <summary>Cells of equal width from 0 to a maximum. What lies below 0 counts as 0, what lies above as the maximum.</summary>
    /// <param name="cellsPerUnit">Cells in a unit: a power of two from 1 to 2^24, so that the arithmetic is exact.</param>
    /// <param name="maximum">Largest value, at least 1; there may be 2^30 cells.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not.</exception>
    public static CellMapping Linear(int cellsPerUnit, int maximum) => new LinearCells(cellsPerUnit, maximum);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not a mapping that this program knows.</exception>
    public static CellMapping Parse(string text) =>
        LinearCells.TryParse(text)
        ?? RelativeCells.TryParse(text)
        ?? throw new FormatException(
            $"'{text}' is not a mapping to cells; expected linear(CELLS_PER_UNIT, MAXIMUM) or relative(BITS)"
        );

    /// <summary>The cell that holds a value, which must not be NaN. Monotone in <paramref name="value"/>.</summary>
    public abstract int CellOf(float value);

    /// <summary>Where a cell begins: no value in it is smaller.</summary>
    public abstract double LowerBound(int cell);

    /// <summary>Where a cell ends: no value in it is larger (of a bounded metric's last cell: no value the metric can have).</summary>
    public abstract double UpperBound(int cell);

    /// <summary>Kind and parameters, such as <c>linear(4096, 16)</c>.</summary>
    public abstract override string ToString();

    /// <inheritdoc/>
    public bool Equals(CellMapping? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CellMapping);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
