using System.Numerics;

namespace FluxEntropy.Models.Kernels.Cpu;

/// <summary>Norms of one row.</summary>
internal static class RowNorms
{
    /// <summary>x / √(mean x² + ε) · scale</summary>
    internal static void RootMeanSquare(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> scale,
        double epsilon,
        Span<float> output
    )
    {
        var factor = (float)(1 / Math.Sqrt(RowVectors.Dot(x, x) / x.Length + epsilon));
        var i = 0;
        for (var wide = new Vector<float>(factor); i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
            (RowVectors.Load(x, i) * wide * RowVectors.Load(scale, i)).CopyTo(output[i..]);
        for (; i < x.Length; i++)
            output[i] = x[i] * factor * scale[i];
    }

    /// <summary>(x − mean) / √(variance + ε) · scale + shift</summary>
    internal static void MeanAndVariance(
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
}
