using System.Numerics;
using FluxEntropy.Models.Architectures;

namespace FluxEntropy.Models.Kernels.Cpu;

/// <summary>
/// Activation functions over one row: which numbers are left over for the scalar loop must not depend on the rows that
/// stand beside.
/// </summary>
internal static class RowActivations
{
    /// <summary>silu(gate) · up, in place of the gates</summary>
    internal static void GatedSilu(Span<float> gates, ReadOnlySpan<float> ups)
    {
        var i = 0;
        for (; i <= gates.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var g = RowVectors.Load(gates, i);
            (g / (Vector<float>.One + Exponential.Of(-g)) * RowVectors.Load(ups, i)).CopyTo(gates[i..]);
        }

        for (; i < gates.Length; i++)
            gates[i] = gates[i] / (1 + MathF.Exp(-gates[i])) * ups[i];
    }

    /// <summary>An activation function, in place.</summary>
    internal static void Apply(Activation activation, Span<float> numbers)
    {
        switch (activation)
        {
            case Activation.Silu:
                for (var i = 0; i < numbers.Length; i++)
                    numbers[i] /= 1 + MathF.Exp(-numbers[i]);
                break;
            case Activation.Gelu:
                foreach (ref var number in numbers)
                    number = (float)(number * NormalDistribution.Below(number));
                break;
            case Activation.GeluTanh:
                GeluTanh(numbers);
                break;
            case Activation.Relu:
                foreach (ref var number in numbers)
                    number = number < 0 ? 0 : number; // keeps a NaN
                break;
        }
    }

    /// <summary>GELU in its tanh form, in place</summary>
    private static void GeluTanh(Span<float> numbers)
    {
        const float Cubic = 0.044715f,
            TwoRootTwoOverPi = 1.5957691216057308f;
        var i = 0;
        for (; i <= numbers.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            // x · (1 + tanh y)/2 = x / (1 + e^(−2y))
            var v = RowVectors.Load(numbers, i);
            var twice = (v + v * v * v * Cubic) * TwoRootTwoOverPi;
            (v / (Vector<float>.One + Exponential.Of(-twice))).CopyTo(numbers[i..]);
        }

        for (; i < numbers.Length; i++)
            numbers[i] /=
                1 + MathF.Exp(-(numbers[i] + numbers[i] * numbers[i] * numbers[i] * Cubic) * TwoRootTwoOverPi);
    }
}
