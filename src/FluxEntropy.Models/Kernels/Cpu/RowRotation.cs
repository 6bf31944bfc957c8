using System.Numerics;

namespace FluxEntropy.Models.Kernels.Cpu;

/// <summary>Turns one head of one row.</summary>
internal static class RowRotation
{
    /// <summary>(a, b) ← (a cos − b sin, b cos + a sin)</summary>
    internal static void Turn(
        Span<float> first,
        Span<float> second,
        ReadOnlySpan<float> cosines,
        ReadOnlySpan<float> sines
    )
    {
        var i = 0;
        for (; i <= first.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var (a, b, c, s) = (
                RowVectors.Load(first, i),
                RowVectors.Load(second, i),
                RowVectors.Load(cosines, i),
                RowVectors.Load(sines, i)
            );
            (a * c - b * s).CopyTo(first[i..]);
            (b * c + a * s).CopyTo(second[i..]);
        }

        for (; i < first.Length; i++)
            (first[i], second[i]) = (
                first[i] * cosines[i] - second[i] * sines[i],
                second[i] * cosines[i] + first[i] * sines[i]
            );
    }
}
