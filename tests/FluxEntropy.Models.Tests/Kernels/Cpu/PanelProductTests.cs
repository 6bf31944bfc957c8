using CsCheck;
using FluxEntropy.Models.Kernels.Cpu;

namespace FluxEntropy.Models.Tests.Kernels.Cpu;

public sealed unsafe class PanelProductTests
{
    private static readonly Gen<(int Rows, int Depth, int Columns)> Shapes = Gen.Select(
        Gen.Int[1, 220],
        Gen.Int[1, 1300],
        Gen.Int[1, 70]
    );

    [Fact]
    public void Product_of_any_shape_is_that_of_float64_loops() =>
        Shapes.Sample(
            shape =>
            {
                var (a, b) = (Numbers(shape.Rows * shape.Depth, 1), Numbers(shape.Depth * shape.Columns, 2));
                var c = Numbers(shape.Rows * shape.Columns, 3);
                foreach (var accumulate in new[] { false, true })
                {
                    var product = (float[])c.Clone();
                    Multiply(
                        a,
                        shape.Rows,
                        Packed(b, shape.Depth, shape.Columns),
                        shape.Depth,
                        shape.Columns,
                        product,
                        accumulate
                    );
                    for (var i = 0; i < product.Length; i++)
                    {
                        var expected = Dot(a, b, shape, i / shape.Columns, i % shape.Columns) + (accumulate ? c[i] : 0);
                        Assert.Equal(expected, product[i], 1e-3);
                    }
                }
            },
            iter: 40
        );

    [Fact]
    public void Row_is_the_same_to_the_bit_whatever_rows_stand_beside_it() =>
        Gen.Select(Shapes, Gen.Int[0, 219])
            .Sample(
                (shape, pick) =>
                {
                    var (a, b) = (
                        Numbers(shape.Rows * shape.Depth, 1),
                        Packed(Numbers(shape.Depth * shape.Columns, 2), shape.Depth, shape.Columns)
                    );
                    var (together, alone, row) = (
                        new float[shape.Rows * shape.Columns],
                        new float[shape.Columns],
                        pick % shape.Rows
                    );
                    Multiply(a, shape.Rows, b, shape.Depth, shape.Columns, together, accumulate: false);
                    Multiply(
                        a[(row * shape.Depth)..((row + 1) * shape.Depth)],
                        1,
                        b,
                        shape.Depth,
                        shape.Columns,
                        alone,
                        accumulate: false
                    );
                    Assert.Equal(alone, together[(row * shape.Columns)..((row + 1) * shape.Columns)]);
                },
                iter: 40
            );

    [Fact]
    public void Both_ways_of_packing_give_the_same_panels_and_columns_come_out_again()
    {
        const int Depth = 13,
            Columns = 45;
        var matrix = Numbers(Depth * Columns, 4);
        var byColumn = Transposed(matrix, Depth, Columns);
        var panels = new float[Packed(matrix, Depth, Columns).Length];
        Panels.PackColumns(byColumn.AsSpan(0, 7 * Depth), 0, Depth, panels);
        Panels.PackColumns(byColumn.AsSpan(7 * Depth), 7, Depth, panels);
        Assert.Equal(Packed(matrix, Depth, Columns), panels);
        var column = new float[Depth];
        Panels.ReadColumn(panels, 44, column);
        Assert.Equal(byColumn[(44 * Depth)..], column);
    }

    [Theory]
    [InlineData(Avx2Tile.Rows, Avx2Tile.Columns)]
    [InlineData(Avx512Tile.Rows, Avx512Tile.Columns)]
    public void Tiles_of_both_widths_multiply(int rows, int columns)
    {
        const int Depth = 37;
        var (a, b, c) = (Numbers(rows * Depth, 5), Numbers(columns * Depth, 6), Numbers(rows * columns, 7));
        var product = (float[])c.Clone();
        fixed (
            float* left = a,
                right = b,
                target = product
        )
        {
            if (rows == Avx2Tile.Rows)
                Avx2Tile.Multiply(left, right, Depth, target, columns, accumulate: true);
            else
                Avx512Tile.Multiply(left, right, Depth, target, columns, accumulate: true);
        }

        for (var i = 0; i < product.Length; i++)
            Assert.Equal(
                c[i]
                    + Enumerable
                        .Range(0, Depth)
                        .Sum(k => (double)a[k * rows + i / columns] * b[k * columns + i % columns]),
                product[i],
                1e-4
            );
    }

    private static void Multiply(float[] a, int rows, float[] b, int depth, int columns, float[] c, bool accumulate)
    {
        fixed (
            float* left = a,
                right = b,
                target = c
        )
            new PanelProduct().Multiply(left, rows, right, depth, columns, target, accumulate);
    }

    private static float[] Packed(float[] matrix, int depth, int columns)
    {
        var panels = new float[Panels.Count(columns) * depth * Panels.Columns];
        Panels.PackRows(matrix, columns, panels);
        return panels;
    }

    private static float[] Transposed(float[] matrix, int rows, int columns) =>
        [
            .. Enumerable
                .Range(0, columns)
                .SelectMany(column => Enumerable.Range(0, rows).Select(row => matrix[row * columns + column])),
        ];

    private static double Dot(float[] a, float[] b, (int Rows, int Depth, int Columns) shape, int row, int column) =>
        Enumerable.Range(0, shape.Depth).Sum(k => (double)a[row * shape.Depth + k] * b[k * shape.Columns + column]);

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
