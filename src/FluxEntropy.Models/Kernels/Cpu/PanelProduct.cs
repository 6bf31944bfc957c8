using System.Runtime.CompilerServices;

namespace FluxEntropy.Models.Kernels.Cpu;

/// <summary>
/// Products of float32 rows with a matrix that lies in <see cref="Panels"/>. Each row's sums are taken
/// in the same order whatever rows stand beside it. Scratch belongs to one thread. (The blocking is that of Goto and
/// van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008.)
/// </summary>
internal sealed unsafe class PanelProduct
{
    /// <summary>
    /// Rows of the matrix that are worked through at a time: a panel of them stays in the first-level cache while rows
    /// pass by.
    /// </summary>
    private const int BlockDepth = 576;

    /// <summary>
    /// Rows of the left side that are laid out together for the second-level cache; a multiple of both tiles' heights.
    /// </summary>
    private const int BlockRows = 192;

    private readonly float[] _block = GC.AllocateUninitializedArray<float>(BlockRows * BlockDepth, pinned: true);
    private readonly float[] _edge = GC.AllocateUninitializedArray<float>(
        Avx512Tile.Rows * Avx512Tile.Columns,
        pinned: true
    );

    private static int Columns => Panels.Columns;

    private static int TileRows => Panels.IsWide ? Avx512Tile.Rows : Avx2Tile.Rows;

    /// <summary>c = a · b, or c + a · b.</summary>
    /// <param name="a">Rows. [rows, depth]</param>
    /// <param name="rows">How many.</param>
    /// <param name="b">The first panel that is wanted. [panels, depth, <see cref="Panels.Columns"/>]</param>
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
        if (Panels.IsWide)
            Avx512Tile.Multiply(a, b, depth, c, stride, accumulate);
        else
            Avx2Tile.Multiply(a, b, depth, c, stride, accumulate);
    }

    /// <summary>
    /// Rows in groups of a tile's height, one number of each of them after the other; rows that are not there are
    /// zeros.
    /// </summary>
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
}
