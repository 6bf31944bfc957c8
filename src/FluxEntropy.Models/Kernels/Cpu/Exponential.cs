using System.Numerics;
using System.Runtime.CompilerServices;

namespace FluxEntropy.Models.Kernels.Cpu;

/// <summary>
/// e^x for a vector at a time, to about one unit in the last place: x = n ln 2 + r, e^r by its Taylor polynomial of
/// degree 7
/// on |r| ≤ ln 2 / 2, and 2^n written into the exponent bits.
/// </summary>
internal static class Exponential
{
    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>
    /// Below −87.3 the result is about 1e-38 instead of less, above 88.3 about 2e38 instead of more; NaN may become
    /// either.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Of(Vector<float> x)
    {
        x = Vector.Min(Vector.Max(x, new Vector<float>(-87.3f)), new Vector<float>(88.3f));
        var n = Vector.Round(x * Log2E);
        var r = Vector.FusedMultiplyAdd(n, new Vector<float>(-Ln2High), x);
        r = Vector.FusedMultiplyAdd(n, new Vector<float>(-Ln2Low), r);
        var p = new Vector<float>(1f / 5040);
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(1f / 720));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(1f / 120));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(1f / 24));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(1f / 6));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(0.5f));
        p = Vector.FusedMultiplyAdd(p, r, Vector<float>.One);
        p = Vector.FusedMultiplyAdd(p, r, Vector<float>.One);
        var power = Vector.ConvertToInt32(n) + new Vector<int>(127);
        return p * Vector.AsVectorSingle(power << 23);
    }
}
