using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FluxEntropy.Models.Kernels.Cpu;

/// <summary>
/// The innermost loop of a product, for AVX2. Written out, since only variables that are never indexed stay in
/// registers.
/// </summary>
internal static unsafe class Avx2Tile
{
    internal const int Rows = 6;
    internal const int Columns = 16;

    /// <summary>
    /// 6 rows by 16 columns, in registers from the first number to the last. a [depth, 6], b [depth, 16], c [6, 16]
    /// with a stride.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(float* a, float* b, int depth, float* c, int stride, bool accumulate)
    {
        Vector256<float> c0l = default,
            c0h = default,
            c1l = default,
            c1h = default,
            c2l = default,
            c2h = default;
        Vector256<float> c3l = default,
            c3h = default,
            c4l = default,
            c4h = default,
            c5l = default,
            c5h = default;
        if (accumulate)
        {
            (c0l, c0h) = (Vector256.Load(c), Vector256.Load(c + 8));
            (c1l, c1h) = (Vector256.Load(c + stride), Vector256.Load(c + stride + 8));
            (c2l, c2h) = (Vector256.Load(c + 2 * stride), Vector256.Load(c + 2 * stride + 8));
            (c3l, c3h) = (Vector256.Load(c + 3 * stride), Vector256.Load(c + 3 * stride + 8));
            (c4l, c4h) = (Vector256.Load(c + 4 * stride), Vector256.Load(c + 4 * stride + 8));
            (c5l, c5h) = (Vector256.Load(c + 5 * stride), Vector256.Load(c + 5 * stride + 8));
        }

        for (var end = a + depth * 6; a < end; a += 6, b += 16)
        {
            var (low, high) = (Vector256.Load(b), Vector256.Load(b + 8));
            var x = Vector256.Create(*a);
            c0l = Vector256.FusedMultiplyAdd(x, low, c0l);
            c0h = Vector256.FusedMultiplyAdd(x, high, c0h);
            x = Vector256.Create(a[1]);
            c1l = Vector256.FusedMultiplyAdd(x, low, c1l);
            c1h = Vector256.FusedMultiplyAdd(x, high, c1h);
            x = Vector256.Create(a[2]);
            c2l = Vector256.FusedMultiplyAdd(x, low, c2l);
            c2h = Vector256.FusedMultiplyAdd(x, high, c2h);
            x = Vector256.Create(a[3]);
            c3l = Vector256.FusedMultiplyAdd(x, low, c3l);
            c3h = Vector256.FusedMultiplyAdd(x, high, c3h);
            x = Vector256.Create(a[4]);
            c4l = Vector256.FusedMultiplyAdd(x, low, c4l);
            c4h = Vector256.FusedMultiplyAdd(x, high, c4h);
            x = Vector256.Create(a[5]);
            c5l = Vector256.FusedMultiplyAdd(x, low, c5l);
            c5h = Vector256.FusedMultiplyAdd(x, high, c5h);
        }

        Store(c0l, c0h, c);
        Store(c1l, c1h, c + stride);
        Store(c2l, c2h, c + 2 * stride);
        Store(c3l, c3h, c + 3 * stride);
        Store(c4l, c4h, c + 4 * stride);
        Store(c5l, c5h, c + 5 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> low, Vector256<float> high, float* c)
    {
        low.Store(c);
        high.Store(c + 8);
    }
}
