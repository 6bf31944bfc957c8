using FluxEntropy.Codecs;

namespace FluxEntropy.Sketches;

/// <summary>
/// Bytes of a histogram: version (1 byte), metric, mapping, number of cells, then for each cell its distance from the one
/// before, documents and tokens, integers as LEB128. Version 1 had no mapping; it is that of <see cref="FormatOne"/>.
/// </summary>
internal static class HistogramCodec
{
    private const byte Version = 2;

    /// <summary>Compact bytes; equal histograms give equal bytes. The container adds the checksum.</summary>
    public static byte[] Encode(MetricHistogram histogram)
    {
        var writer = new ByteWriter();
        Write(writer, histogram);
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a histogram; the message names the offset.</exception>
    public static MetricHistogram Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes, "histogram");
        var histogram = Read(ref reader);
        reader.End();
        return histogram;
    }

    public static void Write(ByteWriter writer, MetricHistogram histogram)
    {
        writer.Byte(Version);
        writer.String(histogram.Metric);
        writer.String(histogram.Mapping.ToString());
        var sum = histogram.Summed();
        writer.Count(sum.Cells.Length);
        var before = 0;
        foreach (var (cell, mass) in sum.Entries)
        {
            writer.Signed(cell - before);
            writer.Unsigned((ulong)mass.Documents);
            writer.Unsigned((ulong)mass.Tokens);
            before = cell;
        }
    }

    public static MetricHistogram Read(ref ByteReader reader)
    {
        var version = reader.Version(1, Version);
        var metric = reader.String();
        var mapping = version == 1 ? MappingOfFormatOne(ref reader, metric) : ReadMapping(ref reader);
        var entries = new List<(int Cell, CellMass Mass)>();
        var (cell, total) = (0L, default(CellMass));
        for (var left = reader.Count(3); left > 0; left--)
        {
            var distance = reader.Signed();
            cell += distance;
            if (cell is < int.MinValue or > int.MaxValue || (distance <= 0 && entries.Count > 0))
                throw reader.Invalid("cells are not in ascending order");
            var mass = new CellMass(reader.LongNatural(), reader.LongNatural());
            if (mass.Documents > long.MaxValue - total.Documents || mass.Tokens > long.MaxValue - total.Tokens)
                throw reader.Invalid("the cells hold more than 2^63 - 1 documents or tokens");
            if (mass.Documents == 0)
                throw reader.Invalid($"cell {cell} holds no document");
            total += mass;
            entries.Add(((int)cell, mass));
        }

        return new MetricHistogram(metric, mapping, CumulativeCells.Of(entries), total);
    }

    private static CellMapping MappingOfFormatOne(ref ByteReader reader, string metric) =>
        FormatOne.CellsOf(metric) ?? throw reader.Invalid($"metric '{metric}' is not one of format 1");

    private static CellMapping ReadMapping(ref ByteReader reader)
    {
        var text = reader.String();
        try
        {
            return CellMapping.Parse(text);
        }
        catch (FormatException exception)
        {
            throw reader.Invalid(exception.Message);
        }
    }
}
