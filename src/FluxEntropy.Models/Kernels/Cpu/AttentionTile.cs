using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FluxEntropy.Models.Kernels.Cpu;

/// <summary>
/// The innermost loop of attention. Written out, since only variables that are never indexed stay in registers.
/// </summary>
internal static unsafe class AttentionTile
{
    /// <summary>
    /// Rows and columns of the register tile: 12 accumulators of 8, two loads and a broadcast fill AVX2's 16 registers.
    /// </summary>
    internal const int Rows = 6;
    internal const int Columns = 16;

    /// <summary>
    /// c = a · b for up to 6 rows and 16 columns. a [rows, depth] and c [rows, 16] with their row strides, b [depth,
    /// 16] a panel.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply(float* a, int aStride, int rows, float* b, int depth, float* c, int cStride)
    {
        // Rows that are not there repeat the last one, so that one kernel serves all heights.
        var a0 = a;
        var a1 = a + Math.Min(1, rows - 1) * aStride;
        var a2 = a + Math.Min(2, rows - 1) * aStride;
        var a3 = a + Math.Min(3, rows - 1) * aStride;
        var a4 = a + Math.Min(4, rows - 1) * aStride;
        var a5 = a + Math.Min(5, rows - 1) * aStride;
        Vector256<float> c00 = default,
            c01 = default,
            c10 = default,
            c11 = default,
            c20 = default,
            c21 = default;
        Vector256<float> c30 = default,
            c31 = default,
            c40 = default,
            c41 = default,
            c50 = default,
            c51 = default;
        for (var k = 0; k < depth; k++, b += Columns)
        {
            var (low, high) = (Vector256.Load(b), Vector256.Load(b + 8));
            var x = Vector256.Create(a0[k]);
            c00 = Vector256.FusedMultiplyAdd(x, low, c00);
            c01 = Vector256.FusedMultiplyAdd(x, high, c01);
            x = Vector256.Create(a1[k]);
            c10 = Vector256.FusedMultiplyAdd(x, low, c10);
            c11 = Vector256.FusedMultiplyAdd(x, high, c11);
            x = Vector256.Create(a2[k]);
            c20 = Vector256.FusedMultiplyAdd(x, low, c20);
            c21 = Vector256.FusedMultiplyAdd(x, high, c21);
            x = Vector256.Create(a3[k]);
            c30 = Vector256.FusedMultiplyAdd(x, low, c30);
            c31 = Vector256.FusedMultiplyAdd(x, high, c31);
            x = Vector256.Create(a4[k]);
            c40 = Vector256.FusedMultiplyAdd(x, low, c40);
            c41 = Vector256.FusedMultiplyAdd(x, high, c41);
            x = Vector256.Create(a5[k]);
            c50 = Vector256.FusedMultiplyAdd(x, low, c50);
            c51 = Vector256.FusedMultiplyAdd(x, high, c51);
        }

        Store(c00, c01, c);
        if (rows > 1)
            Store(c10, c11, c + cStride);
        if (rows > 2)
            Store(c20, c21, c + 2 * cStride);
        if (rows > 3)
            Store(c30, c31, c + 3 * cStride);
        if (rows > 4)
            Store(c40, c41, c + 4 * cStride);
        if (rows > 5)
            Store(c50, c51, c + 5 * cStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> low, Vector256<float> high, float* c)
    {
        low.Store(c);
        high.Store(c + 8);
    }
}
