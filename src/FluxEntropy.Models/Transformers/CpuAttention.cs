using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FluxEntropy.Models.Checkpoints;

namespace FluxEntropy.Models.Transformers;

/// <summary>
/// Causal attention of one text after the other, six query rows at a time against the keys that they may see: half the
/// arithmetic of a full square, no padding, and scores that never leave the first-level cache. Scratch belongs to one thread.
/// </summary>
internal sealed unsafe class CpuAttention
{
    /// <summary>Rows and columns of the register tile: 12 accumulators of 8, two loads and a broadcast fill AVX2's 16 registers.</summary>
    private const int TileRows = 6;
    private const int TileColumns = 16;

    private float[] _keys = [];
    private float[] _values = [];
    private float[] _scores = [];
    private readonly float[] _output = new float[TileRows * TileColumns];

    /// <param name="fused">Queries, keys and values of each row, rotated. [rows, fused width]</param>
    /// <param name="lengths">Rows of each text, one after the other.</param>
    /// <param name="config">Heads and their size.</param>
    /// <param name="mixed">Receives the heads' outputs. [rows, query width]</param>
    internal void Attend(ReadOnlySpan<float> fused, int[] lengths, ModelConfig config, Span<float> mixed)
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
                    source + (long)row * config.FusedWidth,
                    length,
                    config,
                    target + (long)row * config.QueryWidth
                );
                row += length;
            }
        }
    }

    private void AttendText(float* fused, int length, ModelConfig config, float* mixed)
    {
        var (size, width) = (config.HeadSize, config.FusedWidth);
        var (paddedLength, paddedSize) = (Padded(length), Padded(size));
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
            for (var shared = 0; shared < config.KeyValueHeads; shared++)
            {
                PackKeys(fused + config.QueryWidth + shared * size, width, length, size, keys);
                PackValues(
                    fused + config.QueryWidth + config.KeyValueWidth + shared * size,
                    width,
                    length,
                    size,
                    values
                );
                var group = config.Heads / config.KeyValueHeads;
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
                            mixed + (long)first * config.QueryWidth + head * size,
                            config.QueryWidth
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
            Multiply(queries, stride, rows, keys + column * size, size, scores + column, paddedLength);
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
            factors[row] = 1 / ExponentiateInPlace(visible, scale);
            new Span<float>(scores + row * paddedLength + visible.Length, rows - row - 1).Clear();
        }

        for (var column = 0; column < size; column += TileColumns)
        {
            Multiply(scores, paddedLength, rows, values + column * length, first + rows, output, TileColumns);
            var columns = Math.Min(TileColumns, size - column);
            for (var row = 0; row < rows; row++)
            {
                for (var i = 0; i < columns; i++)
                    mixed[(long)row * stride + column + i] = output[row * TileColumns + i] * factors[row];
            }
        }
    }

    /// <summary>Replaces scores by e^(scale · (score − largest)) and returns their sum.</summary>
    private static float ExponentiateInPlace(Span<float> scores, float scale)
    {
        var largest = float.NegativeInfinity;
        var i = 0;
        if (scores.Length >= Vector<float>.Count)
        {
            var largests = new Vector<float>(float.NegativeInfinity);
            for (; i <= scores.Length - Vector<float>.Count; i += Vector<float>.Count)
                largests = Vector.Max(largests, new Vector<float>(scores[i..]));
            for (var lane = 0; lane < Vector<float>.Count; lane++)
                largest = Math.Max(largest, largests[lane]);
        }

        for (; i < scores.Length; i++)
            largest = Math.Max(largest, scores[i]);
        var sums = Vector<float>.Zero;
        for (i = 0; i <= scores.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var shifted = (new Vector<float>(scores[i..]) - new Vector<float>(largest)) * scale;
            // The exponential clamps its argument, and clamping may hide a NaN: one times the NaN brings it back.
            var e = Exponential.Of(shifted) + shifted * 0;
            e.CopyTo(scores[i..]);
            sums += e;
        }

        var sum = Vector.Sum(sums);
        for (; i < scores.Length; i++)
            sum += scores[i] = MathF.Exp((scores[i] - largest) * scale);
        return sum;
    }

    /// <summary>c = a · b for up to 6 rows and 16 columns. a [rows, depth] and c [rows, 16] with their row strides, b [depth, 16] a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(float* a, int aStride, int rows, float* b, int depth, float* c, int cStride)
    {
        // Rows that are not there repeat the last one, so that one kernel serves all heights.
        var a0 = a;
        var a1 = a + Math.Min(1, rows - 1) * aStride;
        var a2 = a + Math.Min(2, rows - 1) * aStride;
        var a3 = a + Math.Min(3, rows - 1) * aStride;
        var a4 = a + Math.Min(4, rows - 1) * aStride;
        var a5 = a + Math.Min(5, rows - 1) * aStride;
        Vector256<float> c00 = default,
            c01 = default,
            c10 = default,
            c11 = default,
            c20 = default,
            c21 = default;
        Vector256<float> c30 = default,
            c31 = default,
            c40 = default,
            c41 = default,
            c50 = default,
            c51 = default;
        for (var k = 0; k < depth; k++, b += TileColumns)
        {
            var (low, high) = (Vector256.Load(b), Vector256.Load(b + 8));
            var x = Vector256.Create(a0[k]);
            c00 = Vector256.FusedMultiplyAdd(x, low, c00);
            c01 = Vector256.FusedMultiplyAdd(x, high, c01);
            x = Vector256.Create(a1[k]);
            c10 = Vector256.FusedMultiplyAdd(x, low, c10);
            c11 = Vector256.FusedMultiplyAdd(x, high, c11);
            x = Vector256.Create(a2[k]);
            c20 = Vector256.FusedMultiplyAdd(x, low, c20);
            c21 = Vector256.FusedMultiplyAdd(x, high, c21);
            x = Vector256.Create(a3[k]);
            c30 = Vector256.FusedMultiplyAdd(x, low, c30);
            c31 = Vector256.FusedMultiplyAdd(x, high, c31);
            x = Vector256.Create(a4[k]);
            c40 = Vector256.FusedMultiplyAdd(x, low, c40);
            c41 = Vector256.FusedMultiplyAdd(x, high, c41);
            x = Vector256.Create(a5[k]);
            c50 = Vector256.FusedMultiplyAdd(x, low, c50);
            c51 = Vector256.FusedMultiplyAdd(x, high, c51);
        }

        Store(c00, c01, c);
        if (rows > 1)
            Store(c10, c11, c + cStride);
        if (rows > 2)
            Store(c20, c21, c + 2 * cStride);
        if (rows > 3)
            Store(c30, c31, c + 3 * cStride);
        if (rows > 4)
            Store(c40, c41, c + 4 * cStride);
        if (rows > 5)
            Store(c50, c51, c + 5 * cStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> low, Vector256<float> high, float* c)
    {
        low.Store(c);
        high.Store(c + 8);
    }

    /// <summary>Panels of 16 keys, one number of each of them after the other, as <see cref="Multiply"/> reads them. [⌈length / 16⌉, size, 16]</summary>
    private static void PackKeys(float* source, int stride, int length, int size, float* panels)
    {
        for (var first = 0; first < length; first += TileColumns, panels += size * TileColumns)
        {
            var keys = Math.Min(TileColumns, length - first);
            for (var key = 0; key < TileColumns; key++)
            {
                for (var i = 0; i < size; i++)
                    panels[i * TileColumns + key] = key < keys ? source[(long)(first + key) * stride + i] : 0;
            }
        }
    }

    /// <summary>Panels of 16 of each value's numbers, value after value. [⌈size / 16⌉, length, 16]</summary>
    private static void PackValues(float* source, int stride, int length, int size, float* panels)
    {
        for (var first = 0; first < size; first += TileColumns)
        {
            var numbers = Math.Min(TileColumns, size - first);
            for (var row = 0; row < length; row++, panels += TileColumns)
            {
                new Span<float>(source + (long)row * stride + first, numbers).CopyTo(new Span<float>(panels, numbers));
                new Span<float>(panels + numbers, TileColumns - numbers).Clear();
            }
        }
    }

    private static int Padded(int count) => (count + TileColumns - 1) / TileColumns * TileColumns;

    private static void Reserve(ref float[] scratch, int length)
    {
        if (scratch.Length < length)
            scratch = new float[length];
    }
}
