using FluxEntropy.Models.Architectures;

namespace FluxEntropy.Models.Kernels.Cpu;

/// <summary>
/// Causal attention of one text after the other, six query rows at a time against the keys that they may see: half the
/// arithmetic of a full square, no padding, and scores that never leave the first-level cache. Scratch belongs to one
/// thread.
/// </summary>
internal sealed unsafe class CpuAttention
{
    private const int TileRows = AttentionTile.Rows;
    private const int TileColumns = AttentionTile.Columns;

    private float[] _keys = [];
    private float[] _values = [];
    private float[] _scores = [];
    private readonly float[] _output = new float[TileRows * TileColumns];

    /// <param name="fused">Queries, keys and values of each row, rotated. [rows, fused width]</param>
    /// <param name="lengths">Rows of each text, one after the other.</param>
    /// <param name="attention">Heads and their size.</param>
    /// <param name="mixed">Receives the heads' outputs. [rows, query width]</param>
    internal void Attend(ReadOnlySpan<float> fused, int[] lengths, AttentionSpec attention, Span<float> mixed)
    {
        fixed (
            float* source = fused,
                target = mixed
        )
        {
            var row = 0;
            foreach (var length in lengths)
            {
                AttendText(
                    source + (long)row * attention.FusedWidth,
                    length,
                    attention,
                    target + (long)row * attention.QueryWidth
                );
                row += length;
            }
        }
    }

    private void AttendText(float* fused, int length, AttentionSpec attention, float* mixed)
    {
        var (size, width) = (attention.HeadSize, attention.FusedWidth);
        var (paddedLength, paddedSize) = (AttentionPanels.Padded(length), AttentionPanels.Padded(size));
        Reserve(ref _keys, size * paddedLength);
        Reserve(ref _values, length * paddedSize);
        Reserve(ref _scores, TileRows * paddedLength);
        fixed (
            float* keys = _keys,
                values = _values,
                scores = _scores,
                output = _output
        )
        {
            for (var shared = 0; shared < attention.KeyValueHeads; shared++)
            {
                AttentionPanels.PackKeys(fused + attention.QueryWidth + shared * size, width, length, size, keys);
                AttentionPanels.PackValues(
                    fused + attention.QueryWidth + attention.KeyValueWidth + shared * size,
                    width,
                    length,
                    size,
                    values
                );
                var group = attention.Heads / attention.KeyValueHeads;
                for (var head = shared * group; head < (shared + 1) * group; head++)
                {
                    for (var first = 0; first < length; first += TileRows)
                    {
                        var tile = new Tile(first, Math.Min(TileRows, length - first), attention.Window ?? length);
                        Score(fused + (long)first * width + head * size, width, tile, size, keys, scores, paddedLength);
                        Mix(
                            scores,
                            paddedLength,
                            tile,
                            length,
                            attention,
                            values,
                            output,
                            mixed + (long)first * attention.QueryWidth + head * size
                        );
                    }
                }
            }
        }
    }

    /// <summary>Some query rows, one after the other.</summary>
    /// <param name="First">The first.</param>
    /// <param name="Rows">How many.</param>
    /// <param name="Window">How many keys each sees, its own included.</param>
    private readonly record struct Tile(int First, int Rows, int Window)
    {
        /// <summary>The key after the last that any of them sees.</summary>
        internal int End => First + Rows;

        /// <summary>The first key that a row of the tile sees.</summary>
        internal int FirstKeyOf(int row) => Math.Max(0, First + row - Window + 1);

        /// <summary>The first key of the panel that the first of these is in.</summary>
        internal int Begin => FirstKeyOf(0) / TileColumns * TileColumns;
    }

    /// <summary>Dot products of a tile's queries with all keys that any of them may see.</summary>
    private static void Score(
        float* queries,
        int stride,
        Tile tile,
        int size,
        float* keys,
        float* scores,
        int paddedLength
    )
    {
        for (var column = tile.Begin; column < tile.End; column += TileColumns)
            AttentionTile.Multiply(
                queries,
                stride,
                tile.Rows,
                keys + column * size,
                size,
                scores + column,
                paddedLength
            );
    }

    /// <summary>Softmax of each row's scores over the keys that it sees, and the values weighted by it.</summary>
    private static void Mix(
        float* scores,
        int paddedLength,
        Tile tile,
        int length,
        AttentionSpec attention,
        float* values,
        float* output,
        float* mixed
    )
    {
        Span<float> factors = stackalloc float[TileRows];
        for (var row = 0; row < tile.Rows; row++)
        {
            var (begin, end) = (tile.FirstKeyOf(row), tile.First + row + 1);
            var start = scores + row * paddedLength;
            factors[row] = 1 / Weigh(new Span<float>(start + begin, end - begin), attention);
            new Span<float>(start + tile.Begin, begin - tile.Begin).Clear();
            new Span<float>(start + end, tile.End - end).Clear();
        }

        var (size, stride) = (attention.HeadSize, attention.QueryWidth);
        for (var column = 0; column < size; column += TileColumns)
        {
            AttentionTile.Multiply(
                scores + tile.Begin,
                paddedLength,
                tile.Rows,
                values + column * length + tile.Begin * TileColumns,
                tile.End - tile.Begin,
                output,
                TileColumns
            );
            var columns = Math.Min(TileColumns, size - column);
            for (var row = 0; row < tile.Rows; row++)
            {
                for (var i = 0; i < columns; i++)
                    mixed[(long)row * stride + column + i] = output[row * TileColumns + i] * factors[row];
            }
        }
    }

    /// <summary>Replaces scores by their exponentials and returns the sum of these.</summary>
    private static float Weigh(Span<float> scores, AttentionSpec attention)
    {
        var scale = (float)attention.ScaleOrDefault;
        if (attention.SoftCap is not { } cap)
            return RowSoftmax.ExponentiateInPlace(scores, scale);
        SoftCap.Apply(scores, scale, (float)cap);
        return RowSoftmax.ExponentiateInPlace(scores, 1);
    }

    private static void Reserve(ref float[] scratch, int length)
    {
        if (scratch.Length < length)
            scratch = new float[length];
    }
}
