using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Native;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Kernels.Cpu;

/// <summary>
/// Kernels over float32 rows in main memory, each one pass over a row that stays in the first-level cache. Belongs to
/// one thread.
/// </summary>
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
            Panels.ReadColumn(panels, columns[row], target.Slice(row * projection.Inputs, projection.Inputs));
    }

    public void Project(Tensor x, Projection projection, Tensor output, bool accumulate)
    {
        ProjectColumns(x, projection, 0, projection.Outputs, TensorMemory.Floats(output), accumulate);
        if (projection.Bias is not null)
            RowVectors.AddToRows(TensorMemory.Floats(projection.Bias), TensorMemory.Floats(output));
    }

    /// <summary>Some outputs of a projection, without its bias. x [rows, inputs], output [rows, count]</summary>
    /// <param name="x">Rows.</param>
    /// <param name="projection">Its matrix lies in panels.</param>
    /// <param name="first">First output, a multiple of <see cref="Panels.Columns"/>.</param>
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

    public void Normalize(Tensor x, Normalization norm, Tensor output)
    {
        var source = TensorMemory.Floats(x);
        var target = TensorMemory.Floats(output);
        var scale = TensorMemory.Floats(norm.Scale);
        var width = (int)x.shape[1];
        var shift = norm.Shift is null ? default : TensorMemory.Floats(norm.Shift);
        for (var at = 0; at < source.Length; at += width)
        {
            if (norm.Shift is null)
                RowNorms.RootMeanSquare(source.Slice(at, width), scale, norm.Epsilon, target.Slice(at, width));
            else
                RowNorms.MeanAndVariance(source.Slice(at, width), scale, shift, norm.Epsilon, target.Slice(at, width));
        }
    }

    public void Rotate(Tensor x, ReadOnlySpan<int> positions, int heads, RotaryTable table)
    {
        var numbers = TensorMemory.Floats(x);
        var width = (int)x.shape[1];
        var half = table.Half;
        for (var row = 0; row < positions.Length; row++)
        {
            var cosines = table.Cosines.AsSpan(positions[row] * half, half);
            var sines = table.Sines.AsSpan(positions[row] * half, half);
            for (var head = 0; head < heads; head++)
            {
                var at = row * width + head * table.HeadSize;
                RowRotation.Turn(numbers.Slice(at, half), numbers.Slice(at + half, half), cosines, sines);
            }
        }
    }

    public void Attend(Tensor fused, PackedBatch batch, AttentionSpec attention, Tensor mixed) =>
        _attention.Attend(TensorMemory.Floats(fused), batch.Lengths, attention, TensorMemory.Floats(mixed));

    public void Gate(Tensor gate, Tensor up, Activation activation)
    {
        var gates = TensorMemory.Floats(gate);
        var ups = TensorMemory.Floats(up);
        var width = (int)gate.shape[1];
        for (var at = 0; at < gates.Length; at += width)
        {
            var row = gates.Slice(at, width);
            if (activation is Activation.Silu)
            {
                RowActivations.GatedSilu(row, ups.Slice(at, width));
                continue;
            }

            RowActivations.Apply(activation, row);
            RowVectors.Multiply(row, ups.Slice(at, width));
        }
    }

    public void Activate(Tensor x, Activation activation)
    {
        var numbers = TensorMemory.Floats(x);
        var width = (int)x.shape[1];
        for (var at = 0; at < numbers.Length; at += width)
            RowActivations.Apply(activation, numbers.Slice(at, width));
    }

    public void NormalizeParts(Tensor x, int first, int count, Normalization norm)
    {
        var numbers = TensorMemory.Floats(x);
        var scale = TensorMemory.Floats(norm.Scale);
        for (var row = first; row < numbers.Length; row += (int)x.shape[1])
        {
            for (var part = 0; part < count; part++)
            {
                var of = numbers.Slice(row + part * scale.Length, scale.Length);
                RowNorms.RootMeanSquare(of, scale, norm.Epsilon, of);
            }
        }
    }

    public void Scale(Tensor x, double factor) => RowVectors.Multiply(TensorMemory.Floats(x), (float)factor);

    public void Add(Tensor x, Tensor added) => RowVectors.AddToRows(TensorMemory.Floats(added), TensorMemory.Floats(x));

    public void DotColumns(Tensor x, Projection projection, int[] columns, float[] result)
    {
        var rows = TensorMemory.Floats(x);
        var panels = TensorMemory.Floats(projection.Matrix);
        if (_column.Length != projection.Inputs)
            _column = new float[projection.Inputs];
        for (var row = 0; row < columns.Length; row++)
        {
            Panels.ReadColumn(panels, columns[row], _column);
            result[row] = (float)RowVectors.Dot(rows.Slice(row * _column.Length, _column.Length), _column);
        }
    }
}
