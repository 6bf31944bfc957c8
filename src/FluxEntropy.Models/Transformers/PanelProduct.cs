using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FluxEntropy.Models.Transformers;

/// <summary>
/// Products of float32 rows with a matrix that lies in panels: so many columns of it, row after row, as the inner loop reads
/// them. Weights are brought into that form once, when they are loaded; a library that is handed a plain matrix does it again
/// in every call. Each row's sums are taken in the same order whatever rows stand beside it. Scratch belongs to one thread.
/// (The blocking is that of Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008.)
/// </summary>
internal sealed unsafe class PanelProduct
{
    /// <summary>Rows of the matrix that are worked through at a time: a panel of them stays in the first-level cache while rows pass by.</summary>
    private const int BlockDepth = 576;

    /// <summary>Rows of the left side that are laid out together for the second-level cache; a multiple of both tiles' heights.</summary>
    private const int BlockRows = 192;

    private readonly float[] _block = GC.AllocateUninitializedArray<float>(BlockRows * BlockDepth, pinned: true);
    private readonly float[] _edge = GC.AllocateUninitializedArray<float>(WidestRows * WidestColumns, pinned: true);

    private const int WidestRows = 12,
        WidestColumns = 32;

    /// <summary>Whether this processor has the instructions; without them torch's products are the faster ones.</summary>
    internal static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    private static bool IsWide => Vector512.IsHardwareAccelerated;

    /// <summary>Columns of a panel: with the rows of a tile they fill the registers, 12 × 32 of AVX-512 and 6 × 16 of AVX2.</summary>
    internal static int Columns => IsWide ? 32 : 16;

    private static int TileRows => IsWide ? 12 : 6;

    /// <summary>Panels of so many columns.</summary>
    internal static long Panels(long columns) => (columns + Columns - 1) / Columns;

    /// <summary>c = a · b, or c + a · b.</summary>
    /// <param name="a">Rows. [rows, depth]</param>
    /// <param name="rows">How many.</param>
    /// <param name="b">The first panel that is wanted. [panels, depth, <see cref="Columns"/>]</param>
    /// <param name="depth">Rows of the matrix.</param>
    /// <param name="columns">Columns that are wanted.</param>
    /// <param name="c">Receives them. [rows, columns]</param>
    /// <param name="accumulate">Whether to add to what c holds.</param>
    internal void Multiply(float* a, int rows, float* b, int depth, int columns, float* c, bool accumulate)
    {
        fixed (float* block = _block)
        {
            for (var first = 0; first < rows; first += BlockRows)
            {
                var height = Math.Min(BlockRows, rows - first);
                for (var k = 0; k < depth; k += BlockDepth)
                {
                    var part = Math.Min(BlockDepth, depth - k);
                    LayOut(a + (long)first * depth + k, depth, height, part, block);
                    MultiplyBlock(
                        block,
                        height,
                        b + (long)k * Columns,
                        depth,
                        part,
                        columns,
                        c + (long)first * columns,
                        accumulate || k > 0
                    );
                }
            }
        }
    }

    private void MultiplyBlock(
        float* block,
        int rows,
        float* b,
        int depth,
        int part,
        int columns,
        float* c,
        bool accumulate
    )
    {
        for (var column = 0; column < columns; column += Columns, b += (long)depth * Columns)
        {
            for (var row = 0; row < rows; row += TileRows)
            {
                var target = c + (long)row * columns + column;
                var (height, width) = (Math.Min(TileRows, rows - row), Math.Min(Columns, columns - column));
                if (height == TileRows && width == Columns)
                    MultiplyTile(block + row * part, b, part, target, columns, accumulate);
                else
                    MultiplyEdge(block + row * part, b, part, target, columns, height, width, accumulate);
            }
        }
    }

    /// <summary>A tile that c has not all of: computed beside it, and what exists is copied.</summary>
    private void MultiplyEdge(
        float* a,
        float* b,
        int depth,
        float* c,
        int stride,
        int rows,
        int columns,
        bool accumulate
    )
    {
        fixed (float* edge = _edge)
        {
            for (var row = 0; accumulate && row < rows; row++)
                new Span<float>(c + (long)row * stride, columns).CopyTo(new Span<float>(edge + row * Columns, columns));
            MultiplyTile(a, b, depth, edge, Columns, accumulate);
            for (var row = 0; row < rows; row++)
                new Span<float>(edge + row * Columns, columns).CopyTo(new Span<float>(c + (long)row * stride, columns));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyTile(float* a, float* b, int depth, float* c, int stride, bool accumulate)
    {
        if (IsWide)
            PanelTiles.Multiply12x32(a, b, depth, c, stride, accumulate);
        else
            PanelTiles.Multiply6x16(a, b, depth, c, stride, accumulate);
    }

    /// <summary>Rows in groups of a tile's height, one number of each of them after the other; rows that are not there are zeros.</summary>
    private static void LayOut(float* a, int stride, int rows, int depth, float* block)
    {
        for (var first = 0; first < rows; first += TileRows, block += TileRows * depth)
        {
            for (var row = 0; row < TileRows; row++)
            {
                var source = a + (long)(first + row) * stride;
                if (first + row < rows)
                {
                    for (var k = 0; k < depth; k++)
                        block[k * TileRows + row] = source[k];
                }
                else
                {
                    for (var k = 0; k < depth; k++)
                        block[k * TileRows + row] = 0;
                }
            }
        }
    }

    /// <summary>Brings columns of a matrix into panels. Each column comes as a row of <paramref name="columns"/>.</summary>
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

    /// <summary>Brings a matrix into panels. rows [depth, width], panels [panels, depth, <see cref="Columns"/>]</summary>
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
