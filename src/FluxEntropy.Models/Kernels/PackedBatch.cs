namespace FluxEntropy.Models.Kernels;

/// <summary>
/// Several texts as rows one after the other, without padding: everything but attention works row by row.
/// </summary>
internal sealed class PackedBatch
{
    /// <param name="texts">Token ids of each text.</param>
    internal PackedBatch(IReadOnlyList<ReadOnlyMemory<int>> texts)
    {
        Lengths = [.. texts.Select(text => text.Length)];
        Ids = new int[Lengths.Sum()];
        Positions = new int[Ids.Length];
        var row = 0;
        foreach (var text in texts)
        {
            text.Span.CopyTo(Ids.AsSpan(row));
            for (var position = 0; position < text.Length; position++)
                Positions[row++] = position;
        }
    }

    /// <summary>Tokens of each text. [texts]</summary>
    internal int[] Lengths { get; }

    /// <summary>Token ids. [rows]</summary>
    internal int[] Ids { get; }

    /// <summary>Each row's position in its own text. [rows]</summary>
    internal int[] Positions { get; }

    internal int Rows => Ids.Length;

    /// <summary>
    /// The row of each place when texts are padded to the longest; padding repeats row 0. [texts × longest]
    /// </summary>
    internal int[] PaddedRows()
    {
        var longest = Lengths.Max();
        var rows = new int[Lengths.Length * longest];
        var row = 0;
        for (var text = 0; text < Lengths.Length; text++)
        {
            for (var i = 0; i < Lengths[text]; i++)
                rows[text * longest + i] = row++;
        }

        return rows;
    }

    /// <summary>The place of each row when texts are padded to the longest. [rows]</summary>
    internal int[] RowsInPadding()
    {
        var longest = Lengths.Max();
        return [.. Lengths.SelectMany((length, text) => Enumerable.Range(text * longest, length))];
    }
}
