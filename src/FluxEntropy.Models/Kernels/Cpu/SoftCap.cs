using System.Numerics;

namespace FluxEntropy.Models.Kernels.Cpu;

/// <summary>c tanh(x / c): numbers that never leave −c to c.</summary>
internal static class SoftCap
{
    /// <summary>In place, of numbers that are scaled first.</summary>
    internal static void Apply(Span<float> numbers, float scale, float cap)
    {
        var i = 0;
        var twice = new Vector<float>(2 * scale / cap);
        for (; i <= numbers.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            // tanh y = 1 − 2 / (1 + e^2y); the exponential may hide a NaN, which 0 times it brings back.
            var y = RowVectors.Load(numbers, i) * twice;
            var tanh = Vector<float>.One - new Vector<float>(2) / (Vector<float>.One + Exponential.Of(y));
            (tanh * cap + y * 0).CopyTo(numbers[i..]);
        }

        for (; i < numbers.Length; i++)
            numbers[i] = cap * MathF.Tanh(numbers[i] * scale / cap);
    }
}
