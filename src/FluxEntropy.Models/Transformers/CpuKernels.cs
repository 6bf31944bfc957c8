using System.Numerics;
using System.Runtime.CompilerServices;
using FluxEntropy.Models.Checkpoints;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers;

/// <summary>Kernels over float32 rows in main memory, each one pass over a row that stays in the first-level cache. Belongs to one thread.</summary>
internal sealed class CpuKernels : IKernels
{
    private readonly CpuAttention _attention = new();
    private readonly PanelProduct _product = new();
    private float[] _column = [];

    public void Gather(Tensor table, int[] entries, Tensor output)
    {
        var source = TensorMemory.Floats(table);
        var target = TensorMemory.Floats(output);
        var width = (int)table.shape[1];
        for (var row = 0; row < entries.Length; row++)
            source.Slice(entries[row] * width, width).CopyTo(target[(row * width)..]);
    }

    public void GatherColumns(Projection projection, int[] columns, Tensor output)
    {
        var panels = TensorMemory.Floats(projection.Matrix);
        var target = TensorMemory.Floats(output);
        for (var row = 0; row < columns.Length; row++)
            PanelProduct.ReadColumn(panels, columns[row], target.Slice(row * projection.Inputs, projection.Inputs));
    }

    public void Project(Tensor x, Projection projection, Tensor output, bool accumulate)
    {
        ProjectColumns(x, projection, 0, projection.Outputs, TensorMemory.Floats(output), accumulate);
        if (projection.Bias is not null)
            AddToRows(TensorMemory.Floats(projection.Bias), TensorMemory.Floats(output));
    }

    /// <summary>Some outputs of a projection, without its bias. x [rows, inputs], output [rows, count]</summary>
    /// <param name="x">Rows.</param>
    /// <param name="projection">Its matrix lies in panels.</param>
    /// <param name="first">First output, a multiple of <see cref="PanelProduct.Columns"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="output">Receives them.</param>
    /// <param name="accumulate">Whether to add to what it holds.</param>
    internal unsafe void ProjectColumns(
        Tensor x,
        Projection projection,
        int first,
        int count,
        Span<float> output,
        bool accumulate = false
    )
    {
        fixed (
            float* rows = TensorMemory.Floats(x),
                panels = TensorMemory.Floats(projection.Matrix),
                target = output
        )
            _product.Multiply(
                rows,
                (int)x.shape[0],
                panels + (long)first * projection.Inputs,
                projection.Inputs,
                count,
                target,
                accumulate
            );
    }

    private static void AddToRows(ReadOnlySpan<float> added, Span<float> rows)
    {
        for (; !rows.IsEmpty; rows = rows[added.Length..])
        {
            var i = 0;
            for (; i <= added.Length - Vector<float>.Count; i += Vector<float>.Count)
                (Load(rows, i) + Load(added, i)).CopyTo(rows[i..]);
            for (; i < added.Length; i++)
                rows[i] += added[i];
        }
    }

    public void AddGathered(Tensor table, int[] entries, Tensor x)
    {
        var source = TensorMemory.Floats(table);
        var target = TensorMemory.Floats(x);
        var width = (int)table.shape[1];
        for (var row = 0; row < entries.Length; row++)
        {
            var added = source.Slice(entries[row] * width, width);
            var sum = target.Slice(row * width, width);
            for (var i = 0; i < width; i++)
                sum[i] += added[i];
        }
    }

    public void Normalize(Tensor x, Normalization norm, double epsilon, Tensor output)
    {
        var source = TensorMemory.Floats(x);
        var target = TensorMemory.Floats(output);
        var scale = TensorMemory.Floats(norm.Scale);
        var width = (int)x.shape[1];
        var shift = norm.Shift is null ? default : TensorMemory.Floats(norm.Shift);
        for (var at = 0; at < source.Length; at += width)
        {
            if (norm.Shift is null)
                RootMeanSquare(source.Slice(at, width), scale, epsilon, target.Slice(at, width));
            else
                MeanAndVariance(source.Slice(at, width), scale, shift, epsilon, target.Slice(at, width));
        }
    }

    private static void RootMeanSquare(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> scale,
        double epsilon,
        Span<float> output
    )
    {
        var factor = (float)(1 / Math.Sqrt(Dot(x, x) / x.Length + epsilon));
        var i = 0;
        for (var wide = new Vector<float>(factor); i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
            (Load(x, i) * wide * Load(scale, i)).CopyTo(output[i..]);
        for (; i < x.Length; i++)
            output[i] = x[i] * factor * scale[i];
    }

    private static void MeanAndVariance(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> shift,
        double epsilon,
        Span<float> output
    )
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in x)
            sum += value;
        var mean = sum / x.Length;
        foreach (var value in x)
            squares += (value - mean) * (value - mean);
        var factor = (float)(1 / Math.Sqrt(squares / x.Length + epsilon));
        for (var i = 0; i < x.Length; i++)
            output[i] = ((float)(x[i] - mean) * factor * scale[i]) + shift[i];
    }

    public void Rotate(Tensor x, ReadOnlySpan<int> positions, int heads, RotaryTable table)
    {
        var numbers = TensorMemory.Floats(x);
        var width = (int)x.shape[1];
        var half = table.HeadSize / 2;
        for (var row = 0; row < positions.Length; row++)
        {
            var cosines = table.Cosines.AsSpan(positions[row] * half, half);
            var sines = table.Sines.AsSpan(positions[row] * half, half);
            for (var head = 0; head < heads; head++)
            {
                var at = row * width + head * 2 * half;
                Turn(numbers.Slice(at, half), numbers.Slice(at + half, half), cosines, sines);
            }
        }
    }

    private static void Turn(
        Span<float> first,
        Span<float> second,
        ReadOnlySpan<float> cosines,
        ReadOnlySpan<float> sines
    )
    {
        var i = 0;
        for (; i <= first.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var (a, b, c, s) = (Load(first, i), Load(second, i), Load(cosines, i), Load(sines, i));
            (a * c - b * s).CopyTo(first[i..]);
            (b * c + a * s).CopyTo(second[i..]);
        }

        for (; i < first.Length; i++)
            (first[i], second[i]) = (
                first[i] * cosines[i] - second[i] * sines[i],
                second[i] * cosines[i] + first[i] * sines[i]
            );
    }

    public void Attend(Tensor fused, PackedBatch batch, ModelConfig config, Tensor mixed) =>
        _attention.Attend(TensorMemory.Floats(fused), batch.Lengths, config, TensorMemory.Floats(mixed));

    // Row by row: which numbers are left over for the scalar loop must not depend on the rows that stand beside.
    public void GatedSilu(Tensor gate, Tensor up)
    {
        var gates = TensorMemory.Floats(gate);
        var ups = TensorMemory.Floats(up);
        var width = (int)gate.shape[1];
        for (var at = 0; at < gates.Length; at += width)
            GatedSilu(gates.Slice(at, width), ups.Slice(at, width));
    }

    private static void GatedSilu(Span<float> gates, ReadOnlySpan<float> ups)
    {
        var i = 0;
        for (; i <= gates.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var g = Load(gates, i);
            (g / (Vector<float>.One + Exponential.Of(-g)) * Load(ups, i)).CopyTo(gates[i..]);
        }

        for (; i < gates.Length; i++)
            gates[i] = gates[i] / (1 + MathF.Exp(-gates[i])) * ups[i];
    }

    public void Gelu(Tensor x)
    {
        var numbers = TensorMemory.Floats(x);
        var width = (int)x.shape[1];
        for (var at = 0; at < numbers.Length; at += width)
            Gelu(numbers.Slice(at, width));
    }

    private static void Gelu(Span<float> numbers)
    {
        const float Cubic = 0.044715f,
            TwoRootTwoOverPi = 1.5957691216057308f;
        var i = 0;
        for (; i <= numbers.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            // x · (1 + tanh y)/2 = x / (1 + e^(−2y))
            var v = Load(numbers, i);
            var twice = (v + v * v * v * Cubic) * TwoRootTwoOverPi;
            (v / (Vector<float>.One + Exponential.Of(-twice))).CopyTo(numbers[i..]);
        }

        for (; i < numbers.Length; i++)
            numbers[i] /=
                1 + MathF.Exp(-(numbers[i] + numbers[i] * numbers[i] * numbers[i] * Cubic) * TwoRootTwoOverPi);
    }

    public void DotColumns(Tensor x, Projection projection, int[] columns, float[] result)
    {
        var rows = TensorMemory.Floats(x);
        var panels = TensorMemory.Floats(projection.Matrix);
        if (_column.Length != projection.Inputs)
            _column = new float[projection.Inputs];
        for (var row = 0; row < columns.Length; row++)
        {
            PanelProduct.ReadColumn(panels, columns[row], _column);
            result[row] = (float)Dot(rows.Slice(row * _column.Length, _column.Length), _column);
        }
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (first, second, i) = (Vector<float>.Zero, Vector<float>.Zero, 0);
        for (; i <= a.Length - 2 * Vector<float>.Count; i += 2 * Vector<float>.Count)
        {
            first += Load(a, i) * Load(b, i);
            second += Load(a, i + Vector<float>.Count) * Load(b, i + Vector<float>.Count);
        }

        double sum = Vector.Sum(first + second);
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ReadOnlySpan<float> numbers, int at) => new(numbers[at..]);
}
