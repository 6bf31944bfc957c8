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
                        var rows = Math.Min(TileRows, length - first);
                        Score(
                            fused + (long)first * width + head * size,
                            width,
                            rows,
                            first + rows,
                            size,
                            keys,
                            scores,
                            paddedLength
                        );
                        Mix(
                            scores,
                            paddedLength,
                            rows,
                            first,
                            length,
                            size,
                            values,
                            output,
                            mixed + (long)first * attention.QueryWidth + head * size,
                            attention.QueryWidth
                        );
                    }
                }
            }
        }
    }

    /// <summary>Dot products of a tile's queries with all keys that any of them may see.</summary>
    private static void Score(
        float* queries,
        int stride,
        int rows,
        int visible,
        int size,
        float* keys,
        float* scores,
        int paddedLength
    )
    {
        for (var column = 0; column < visible; column += TileColumns)
            AttentionTile.Multiply(queries, stride, rows, keys + column * size, size, scores + column, paddedLength);
    }

    /// <summary>Softmax of each row's scores over the keys up to its own, and the values weighted by it.</summary>
    private static void Mix(
        float* scores,
        int paddedLength,
        int rows,
        int first,
        int length,
        int size,
        float* values,
        float* output,
        float* mixed,
        int stride
    )
    {
        var scale = 1 / MathF.Sqrt(size);
        Span<float> factors = stackalloc float[TileRows];
        for (var row = 0; row < rows; row++)
        {
            var visible = new Span<float>(scores + row * paddedLength, first + row + 1);
            factors[row] = 1 / RowSoftmax.ExponentiateInPlace(visible, scale);
            new Span<float>(scores + row * paddedLength + visible.Length, rows - row - 1).Clear();
        }

        for (var column = 0; column < size; column += TileColumns)
        {
            AttentionTile.Multiply(
                scores,
                paddedLength,
                rows,
                values + column * length,
                first + rows,
                output,
                TileColumns
            );
            var columns = Math.Min(TileColumns, size - column);
            for (var row = 0; row < rows; row++)
            {
                for (var i = 0; i < columns; i++)
                    mixed[(long)row * stride + column + i] = output[row * TileColumns + i] * factors[row];
            }
        }
    }

    private static void Reserve(ref float[] scratch, int length)
    {
        if (scratch.Length < length)
            scratch = new float[length];
    }
}
