namespace FluxEntropy.Models.Kernels.Cpu;

/// <summary>Keys and values of a text, laid out for <see cref="AttentionTile"/>.</summary>
internal static unsafe class AttentionPanels
{
    private const int Columns = AttentionTile.Columns;

    /// <summary>
    /// Panels of 16 keys, one number of each of them after the other, as <see cref="AttentionTile.Multiply"/> reads
    /// them. [⌈length / 16⌉, size, 16]
    /// </summary>
    internal static void PackKeys(float* source, int stride, int length, int size, float* panels)
    {
        for (var first = 0; first < length; first += Columns, panels += size * Columns)
        {
            var keys = Math.Min(Columns, length - first);
            for (var key = 0; key < Columns; key++)
            {
                for (var i = 0; i < size; i++)
                    panels[i * Columns + key] = key < keys ? source[(long)(first + key) * stride + i] : 0;
            }
        }
    }

    /// <summary>Panels of 16 of each value's numbers, value after value. [⌈size / 16⌉, length, 16]</summary>
    internal static void PackValues(float* source, int stride, int length, int size, float* panels)
    {
        for (var first = 0; first < size; first += Columns)
        {
            var numbers = Math.Min(Columns, size - first);
            for (var row = 0; row < length; row++, panels += Columns)
            {
                new Span<float>(source + (long)row * stride + first, numbers).CopyTo(new Span<float>(panels, numbers));
                new Span<float>(panels + numbers, Columns - numbers).Clear();
            }
        }
    }

    internal static int Padded(int count) => (count + Columns - 1) / Columns * Columns;
}
