using System.Numerics;
using System.Runtime.CompilerServices;

namespace FluxEntropy.Models.Kernels.Cpu;

/// <summary>Sums over rows, a vector at a time.</summary>
internal static class RowVectors
{
    /// <summary>Σ a · b</summary>
    internal static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
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

    /// <summary>Adds the same numbers to every row.</summary>
    internal static void AddToRows(ReadOnlySpan<float> added, Span<float> rows)
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

    /// <summary>x ← x · factors</summary>
    internal static void Multiply(Span<float> x, ReadOnlySpan<float> factors)
    {
        var i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
            (Load(x, i) * Load(factors, i)).CopyTo(x[i..]);
        for (; i < x.Length; i++)
            x[i] *= factors[i];
    }

    /// <summary>x ← x · factor</summary>
    internal static void Multiply(Span<float> x, float factor)
    {
        foreach (ref var number in x)
            number *= factor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Load(ReadOnlySpan<float> numbers, int at) => new(numbers[at..]);
}
