using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FluxEntropy.Models.Kernels.Cpu;

/// <summary>
/// The innermost loop of a product, for AVX-512. Written out, since only variables that are never indexed stay in
/// registers.
/// </summary>
internal static unsafe class Avx512Tile
{
    internal const int Rows = 12;
    internal const int Columns = 32;

    /// <summary>
    /// 12 rows by 32 columns, in registers from the first number to the last. a [depth, 12], b [depth, 32], c [12, 32]
    /// with a stride.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(float* a, float* b, int depth, float* c, int stride, bool accumulate)
    {
        Vector512<float> c0l = default,
            c0h = default,
            c1l = default,
            c1h = default,
            c2l = default,
            c2h = default;
        Vector512<float> c3l = default,
            c3h = default,
            c4l = default,
            c4h = default,
            c5l = default,
            c5h = default;
        Vector512<float> c6l = default,
            c6h = default,
            c7l = default,
            c7h = default,
            c8l = default,
            c8h = default;
        Vector512<float> c9l = default,
            c9h = default,
            c10l = default,
            c10h = default,
            c11l = default,
            c11h = default;
        if (accumulate)
        {
            (c0l, c0h) = (Vector512.Load(c), Vector512.Load(c + 16));
            (c1l, c1h) = (Vector512.Load(c + stride), Vector512.Load(c + stride + 16));
            (c2l, c2h) = (Vector512.Load(c + 2 * stride), Vector512.Load(c + 2 * stride + 16));
            (c3l, c3h) = (Vector512.Load(c + 3 * stride), Vector512.Load(c + 3 * stride + 16));
            (c4l, c4h) = (Vector512.Load(c + 4 * stride), Vector512.Load(c + 4 * stride + 16));
            (c5l, c5h) = (Vector512.Load(c + 5 * stride), Vector512.Load(c + 5 * stride + 16));
            (c6l, c6h) = (Vector512.Load(c + 6 * stride), Vector512.Load(c + 6 * stride + 16));
            (c7l, c7h) = (Vector512.Load(c + 7 * stride), Vector512.Load(c + 7 * stride + 16));
            (c8l, c8h) = (Vector512.Load(c + 8 * stride), Vector512.Load(c + 8 * stride + 16));
            (c9l, c9h) = (Vector512.Load(c + 9 * stride), Vector512.Load(c + 9 * stride + 16));
            (c10l, c10h) = (Vector512.Load(c + 10 * stride), Vector512.Load(c + 10 * stride + 16));
            (c11l, c11h) = (Vector512.Load(c + 11 * stride), Vector512.Load(c + 11 * stride + 16));
        }

        for (var end = a + depth * 12; a < end; a += 12, b += 32)
        {
            var (low, high) = (Vector512.Load(b), Vector512.Load(b + 16));
            var x = Vector512.Create(*a);
            c0l = Vector512.FusedMultiplyAdd(x, low, c0l);
            c0h = Vector512.FusedMultiplyAdd(x, high, c0h);
            x = Vector512.Create(a[1]);
            c1l = Vector512.FusedMultiplyAdd(x, low, c1l);
            c1h = Vector512.FusedMultiplyAdd(x, high, c1h);
            x = Vector512.Create(a[2]);
            c2l = Vector512.FusedMultiplyAdd(x, low, c2l);
            c2h = Vector512.FusedMultiplyAdd(x, high, c2h);
            x = Vector512.Create(a[3]);
            c3l = Vector512.FusedMultiplyAdd(x, low, c3l);
            c3h = Vector512.FusedMultiplyAdd(x, high, c3h);
            x = Vector512.Create(a[4]);
            c4l = Vector512.FusedMultiplyAdd(x, low, c4l);
            c4h = Vector512.FusedMultiplyAdd(x, high, c4h);
            x = Vector512.Create(a[5]);
            c5l = Vector512.FusedMultiplyAdd(x, low, c5l);
            c5h = Vector512.FusedMultiplyAdd(x, high, c5h);
            x = Vector512.Create(a[6]);
            c6l = Vector512.FusedMultiplyAdd(x, low, c6l);
            c6h = Vector512.FusedMultiplyAdd(x, high, c6h);
            x = Vector512.Create(a[7]);
            c7l = Vector512.FusedMultiplyAdd(x, low, c7l);
            c7h = Vector512.FusedMultiplyAdd(x, high, c7h);
            x = Vector512.Create(a[8]);
            c8l = Vector512.FusedMultiplyAdd(x, low, c8l);
            c8h = Vector512.FusedMultiplyAdd(x, high, c8h);
            x = Vector512.Create(a[9]);
            c9l = Vector512.FusedMultiplyAdd(x, low, c9l);
            c9h = Vector512.FusedMultiplyAdd(x, high, c9h);
            x = Vector512.Create(a[10]);
            c10l = Vector512.FusedMultiplyAdd(x, low, c10l);
            c10h = Vector512.FusedMultiplyAdd(x, high, c10h);
            x = Vector512.Create(a[11]);
            c11l = Vector512.FusedMultiplyAdd(x, low, c11l);
            c11h = Vector512.FusedMultiplyAdd(x, high, c11h);
        }

        Store(c0l, c0h, c);
        Store(c1l, c1h, c + stride);
        Store(c2l, c2h, c + 2 * stride);
        Store(c3l, c3h, c + 3 * stride);
        Store(c4l, c4h, c + 4 * stride);
        Store(c5l, c5h, c + 5 * stride);
        Store(c6l, c6h, c + 6 * stride);
        Store(c7l, c7h, c + 7 * stride);
        Store(c8l, c8h, c + 8 * stride);
        Store(c9l, c9h, c + 9 * stride);
        Store(c10l, c10h, c + 10 * stride);
        Store(c11l, c11h, c + 11 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> low, Vector512<float> high, float* c)
    {
        low.Store(c);
        high.Store(c + 16);
    }
}
