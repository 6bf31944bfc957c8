using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FluxEntropy.Models.Kernels.Cpu;

/// <summary>
/// Matrices in panels: so many columns, row after row, as the inner loop of a product reads them. Weights are brought
/// into
/// that form once, when they are loaded; a library that is handed a plain matrix does it again in every call.
/// </summary>
internal static class Panels
{
    /// <summary>
    /// Whether this processor has the instructions; without them torch's products are the faster ones.
    /// </summary>
    internal static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    /// <summary>Whether it has AVX-512.</summary>
    internal static bool IsWide => Vector512.IsHardwareAccelerated;

    /// <summary>
    /// Columns of a panel: with the rows of a tile they fill the registers, 12 × 32 of AVX-512 and 6 × 16 of AVX2.
    /// </summary>
    internal static int Columns => IsWide ? Avx512Tile.Columns : Avx2Tile.Columns;

    /// <summary>Panels of so many columns.</summary>
    internal static long Count(long columns) => (columns + Columns - 1) / Columns;

    /// <summary>
    /// Brings columns of a matrix into panels. Each column comes as a row of <paramref name="columns"/>.
    /// </summary>
    /// <param name="columns">[count, depth], as Hugging Face stores a linear layer.</param>
    /// <param name="first">Place of the first of them in the matrix.</param>
    /// <param name="depth">Numbers of a column.</param>
    /// <param name="panels">All panels of the matrix. [panels, depth, <see cref="Columns"/>]</param>
    internal static void PackColumns(ReadOnlySpan<float> columns, int first, int depth, Span<float> panels)
    {
        for (var i = 0; i * depth < columns.Length; i++)
        {
            var column = columns.Slice(i * depth, depth);
            var at = (first + i) / Columns * Columns * depth + (first + i) % Columns;
            for (var k = 0; k < depth; k++, at += Columns)
                panels[at] = column[k];
        }
    }

    /// <summary>
    /// Brings a matrix into panels. rows [depth, width], panels [panels, depth, <see cref="Columns"/>]
    /// </summary>
    internal static void PackRows(ReadOnlySpan<float> rows, int width, Span<float> panels)
    {
        var depth = rows.Length / width;
        for (var column = 0; column < width; column += Columns)
        {
            var count = Math.Min(Columns, width - column);
            for (var k = 0; k < depth; k++)
                rows.Slice(k * width + column, count).CopyTo(panels[(column * depth + k * Columns)..]);
        }
    }

    /// <summary>Copies one column out of panels.</summary>
    internal static void ReadColumn(ReadOnlySpan<float> panels, int column, Span<float> values)
    {
        var at = column / Columns * Columns * values.Length + column % Columns;
        for (var k = 0; k < values.Length; k++, at += Columns)
            values[k] = panels[at];
    }
}
