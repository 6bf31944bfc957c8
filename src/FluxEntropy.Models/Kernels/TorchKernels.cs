using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Kernels;

/// <summary>
/// The kernels in torch's operations, for any device; norms are computed in float32 whatever the weights are.
/// </summary>
internal sealed class TorchKernels : IKernels
{
    public void Gather(Tensor table, int[] entries, Tensor output)
    {
        using var temporaries = NewDisposeScope();
        output.copy_(table.index_select(0, Indices(entries, table)));
    }

    public void GatherColumns(Projection projection, int[] columns, Tensor output)
    {
        using var temporaries = NewDisposeScope();
        output.copy_(projection.Matrix.t().index_select(0, Indices(columns, output)));
    }

    public void Project(Tensor x, Projection projection, Tensor output, bool accumulate)
    {
        output.addmm_(x, projection.Matrix, beta: accumulate ? 1 : 0, alpha: 1);
        if (projection.Bias is { } bias)
            output.AddInPlace(bias);
    }

    public void AddGathered(Tensor table, int[] entries, Tensor x)
    {
        using var temporaries = NewDisposeScope();
        x.AddInPlace(table.index_select(0, Indices(entries, table)));
    }

    public void Normalize(Tensor x, Normalization norm, Tensor output)
    {
        using var temporaries = NewDisposeScope();
        var wide = x.to(float32);
        if (norm.Shift is not null)
            wide = wide - wide.mean([-1], keepdim: true);
        wide = wide * wide.Squared().mean([-1], keepdim: true).Plus(norm.Epsilon).rsqrt() * norm.Scale;
        output.copy_(norm.Shift is null ? wide : wide.Plus(norm.Shift));
    }

    public void Rotate(Tensor x, ReadOnlySpan<int> positions, int heads, RotaryTable table)
    {
        using var temporaries = NewDisposeScope();
        var (cosines, sines) = table.OnDevice();
        var rows = Indices(positions.ToArray(), x);
        var (c, s) = (cosines.index_select(0, rows).unsqueeze(1), sines.index_select(0, rows).unsqueeze(1));
        var turned = x.narrow(1, 0, (long)heads * table.HeadSize)
            .view(positions.Length, heads, table.HeadSize)
            .narrow(2, 0, 2 * table.Half);
        var halves = turned.to(float32).chunk(2, -1);
        turned.copy_(cat([halves[0] * c - halves[1] * s, (halves[1] * c).Plus(halves[0] * s)], -1));
    }

    public void Attend(Tensor fused, PackedBatch batch, AttentionSpec attention, Tensor mixed)
    {
        using var temporaries = NewDisposeScope();
        // Padding stands after each text, where a causal mask keeps it from being seen.
        var (texts, longest) = (batch.Lengths.Length, batch.Lengths.Max());
        var padded = fused
            .index_select(0, Indices(batch.PaddedRows(), fused))
            .view(texts, longest, attention.FusedWidth);
        Tensor Heads(long from, int heads)
        {
            var part = padded
                .narrow(2, from, (long)heads * attention.HeadSize)
                .view(texts, longest, heads, attention.HeadSize)
                .transpose(1, 2);
            return heads == attention.Heads ? part : part.repeat_interleave(attention.Heads / heads, 1);
        }

        var attended = TorchAttention.Of(
            Heads(0, attention.Heads),
            Heads(attention.QueryWidth, attention.KeyValueHeads),
            Heads(attention.QueryWidth + attention.KeyValueWidth, attention.KeyValueHeads),
            attention
        );
        var rows = attended.transpose(1, 2).reshape(texts * longest, attention.QueryWidth);
        mixed.copy_(rows.index_select(0, Indices(batch.RowsInPadding(), fused)));
    }

    public void Gate(Tensor gate, Tensor up, Activation activation)
    {
        using var temporaries = NewDisposeScope();
        gate.copy_(Of(activation, gate) * up);
    }

    public void Activate(Tensor x, Activation activation)
    {
        using var temporaries = NewDisposeScope();
        x.copy_(Of(activation, x));
    }

    private static Tensor Of(Activation activation, Tensor x) =>
        activation switch
        {
            Activation.Silu => nn.functional.silu(x),
            Activation.Gelu => x.gelu(TorchSharp.Modules.GELU.Approximate.none),
            Activation.GeluTanh => x.gelu(TorchSharp.Modules.GELU.Approximate.tanh),
            Activation.Relu => nn.functional.relu(x),
            _ => throw new NotSupportedException($"{activation}: no activation of this kind"),
        };

    public void NormalizeParts(Tensor x, int first, int count, Normalization norm)
    {
        using var temporaries = NewDisposeScope();
        var width = norm.Scale.shape[0];
        var parts = x.narrow(1, first, count * width).view(x.shape[0], count, width);
        Normalize(parts, norm, parts);
    }

    public void Scale(Tensor x, double factor) => x.MultiplyInPlace(factor);

    public void Add(Tensor x, Tensor added) => x.AddInPlace(added);

    public void DotColumns(Tensor x, Projection projection, int[] columns, float[] result)
    {
        using var temporaries = NewDisposeScope();
        var picked = projection.Matrix.t().index_select(0, Indices(columns, x));
        TensorMemory.Floats((x.to(float32) * picked.to(float32)).sum(1).cpu()).CopyTo(result);
    }

    private static Tensor Indices(int[] values, Tensor beside) => torch.tensor(values, int64).to(beside.device);
}
