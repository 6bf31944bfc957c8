using FluxEntropy.Models.Architectures;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Kernels;

/// <summary>
/// What a transformer computes, into memory that exists already. The CPU has its own kernels, because torch would make
/// a
/// temporary for every operation and arrange the weights again for every product; other devices use torch's.
/// </summary>
internal interface IKernels
{
    /// <summary>Rows of a table. table [entries, width], output [rows, width]</summary>
    void Gather(Tensor table, int[] entries, Tensor output);

    /// <summary>Columns of a projection's matrix, as rows. output [rows, inputs]</summary>
    void GatherColumns(Projection projection, int[] columns, Tensor output);

    /// <summary>
    /// Rows through a projection, into memory or added to what it holds. x [rows, inputs], output [rows, outputs]
    /// </summary>
    void Project(Tensor x, Projection projection, Tensor output, bool accumulate = false);

    /// <summary>Adds rows of a table to rows. table [entries, width], x [rows, width]</summary>
    void AddGathered(Tensor table, int[] entries, Tensor x);

    /// <summary>
    /// x / √(mean x² + ε) · scale, or with a shift (x − mean)/√(var + ε) · scale + shift. x, output [rows, width]
    /// </summary>
    void Normalize(Tensor x, Normalization norm, Tensor output);

    /// <summary>
    /// Turns the first <paramref name="heads"/> heads of each row by the row's position, in place: all of a head, or its first part. x
    /// [rows, ≥ heads × head size]
    /// </summary>
    void Rotate(Tensor x, ReadOnlySpan<int> positions, int heads, RotaryTable table);

    /// <summary>
    /// Causal attention of each text of a batch by itself, over a window where there is one. fused [rows, queries +
    /// keys + values], mixed [rows, query width]
    /// </summary>
    void Attend(Tensor fused, PackedBatch batch, AttentionSpec attention, Tensor mixed);

    /// <summary>activation(gate) · up, in place of the gates. gate, up [rows, width]</summary>
    void Gate(Tensor gate, Tensor up, Activation activation);

    /// <summary>An activation function, in place. x [rows, width]</summary>
    void Activate(Tensor x, Activation activation);

    /// <summary>
    /// Normalises parts of rows that lie side by side, each by itself with the same scale, in place. x [rows, ≥ first + count × width of
    /// the scale]
    /// </summary>
    void NormalizeParts(Tensor x, int first, int count, Normalization norm);

    /// <summary>x · factor, in place. x [rows, width]</summary>
    void Scale(Tensor x, double factor);

    /// <summary>Adds rows to rows. x, added [rows, width]</summary>
    void Add(Tensor x, Tensor added);

    /// <summary>Dot products of rows with columns of a projection's matrix. x [rows, inputs], result [rows]</summary>
    void DotColumns(Tensor x, Projection projection, int[] columns, float[] result);
}
