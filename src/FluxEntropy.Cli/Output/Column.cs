namespace FluxEntropy.Cli.Output;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Width">
/// Cells that it takes: positive for numbers (aligned right), negative for text (aligned left, cut in the middle where lines have
/// no room for all of it).
/// </param>
/// <param name="IsOptional">Whether it is left out where lines have no room for it.</param>
internal readonly record struct Column(string Title, int Width, bool IsOptional = false)
{
    /// <summary>A column of numbers, as wide as the widest.</summary>
    public static Column Number(string title, bool isOptional = false) => new(title, 1, isOptional);

    /// <summary>A column of text, as wide as the widest.</summary>
    public static Column Text(string title, bool isOptional = false) => new(title, -1, isOptional);

    /// <summary>Whether it holds text.</summary>
    public bool IsText => Width < 0;

    /// <summary>Cells that it takes.</summary>
    public int Cells => Math.Abs(Width);

    /// <summary>The same column, of at least so many cells.</summary>
    public Column Widened(int cells) => this with { Width = IsText ? -Math.Max(Cells, cells) : Math.Max(Cells, cells) };
}
