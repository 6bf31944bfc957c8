namespace FluxEntropy.Sketches;

/// <summary>The cells of a histogram in order, each with the mass of itself and all below it. Immutable.</summary>
internal sealed class CumulativeCells
{
    private readonly long[] _documents;
    private readonly long[] _tokens;

    private CumulativeCells(int[] cells, long[] documents, long[] tokens) =>
        (Cells, _documents, _tokens) = (cells, documents, tokens);

    public static CumulativeCells None { get; } = new([], [], []);

    /// <summary>Numbers of the cells, ascending.</summary>
    public int[] Cells { get; }

    /// <summary>Each cell with its own mass.</summary>
    public IEnumerable<(int Cell, CellMass Mass)> Entries => Cells.Select((cell, i) => (cell, MassAt(i)));

    /// <summary>Mass of each cell and all below it.</summary>
    public long[] Through(Mass mass) => mass == Mass.Tokens ? _tokens : _documents;

    /// <summary>Mass of a cell by its number; none of a cell that is not there.</summary>
    public CellMass MassOf(int cell) => Array.BinarySearch(Cells, cell) is >= 0 and var index ? MassAt(index) : default;

    /// <summary>Sums up cells that come in ascending order.</summary>
    public static CumulativeCells Of(List<(int Cell, CellMass Mass)> entries)
    {
        var (cells, documents, tokens) = (new int[entries.Count], new long[entries.Count], new long[entries.Count]);
        var sum = default(CellMass);
        for (var i = 0; i < cells.Length; i++)
        {
            sum += entries[i].Mass;
            (cells[i], documents[i], tokens[i]) = (entries[i].Cell, sum.Documents, sum.Tokens);
        }
        return new CumulativeCells(cells, documents, tokens);
    }

    /// <summary>These cells with changes added; a cell that no document is left in is gone.</summary>
    public CumulativeCells With(Dictionary<int, CellMass> changes)
    {
        var changed = changes.Keys.Order().ToArray();
        var entries = new List<(int Cell, CellMass Mass)>(Cells.Length + changed.Length);
        for (var (i, c) = (0, 0); i < Cells.Length || c < changed.Length; )
        {
            var cell = c == changed.Length || (i < Cells.Length && Cells[i] < changed[c]) ? Cells[i] : changed[c];
            var mass = default(CellMass);
            if (i < Cells.Length && Cells[i] == cell)
                mass += MassAt(i++);
            if (c < changed.Length && changed[c] == cell)
                mass += changes[changed[c++]];
            if (mass.Documents > 0)
                entries.Add((cell, mass));
        }
        return Of(entries);
    }

    private CellMass MassAt(int index) =>
        index == 0
            ? new CellMass(_documents[0], _tokens[0])
            : new CellMass(_documents[index] - _documents[index - 1], _tokens[index] - _tokens[index - 1]);
}
