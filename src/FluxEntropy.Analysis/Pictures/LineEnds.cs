namespace FluxEntropy.Analysis.Pictures;

/// <summary>Names beside the ends of lines, in place of a legend.</summary>
internal static class LineEnds
{
    /// <summary>Pixels between a panel's right side and the names.</summary>
    public const float Gap = 14;

    /// <summary>Size of their letters.</summary>
    public const float Size = 12;

    private const float Margin = 6;
    private const float MaxName = 210;

    /// <summary>Pixels that the names need.</summary>
    public static float Room(IReadOnlyList<LineEnd> ends) =>
        ends.Count == 0 ? 0 : Gap + ends.Max(end => Width(end.Name)) + Margin;

    /// <summary>Width of a name, of which a long one is cut.</summary>
    public static float Width(string name) => Math.Min(MaxName, new TextLine(name, Typefaces.Words).Width(Size));

    /// <summary>
    /// Heights as near as can be to those wanted, in their order, with a distance between every two, within a top and a
    /// bottom. Names that would overlap form a block whose middle is the mean of where they want to be.
    /// </summary>
    /// <param name="wanted">Rising.</param>
    /// <param name="distance">Between two neighbours; less where they would not fit otherwise.</param>
    /// <param name="top">Least height.</param>
    /// <param name="bottom">Largest height.</param>
    public static float[] Apart(float[] wanted, float distance, float top, float bottom)
    {
        if (wanted.Length > 1)
            distance = Math.Min(distance, (bottom - top) / (wanted.Length - 1));
        var blocks = new List<(float Sum, int Count)>(); // Σ of where the first of the block would be for each of them
        float Start((float Sum, int Count) block) =>
            Math.Clamp(block.Sum / block.Count, top, Math.Max(top, bottom - (block.Count - 1) * distance));
        foreach (var height in wanted)
        {
            blocks.Add((height, 1));
            while (blocks.Count > 1 && Start(blocks[^2]) + blocks[^2].Count * distance > Start(blocks[^1]))
            {
                var (above, below) = (blocks[^2], blocks[^1]);
                blocks.RemoveRange(blocks.Count - 2, 2);
                blocks.Add((above.Sum + below.Sum - below.Count * above.Count * distance, above.Count + below.Count));
            }
        }
        return
        [
            .. blocks.SelectMany(block => Enumerable.Range(0, block.Count).Select(i => Start(block) + i * distance)),
        ];
    }
}
