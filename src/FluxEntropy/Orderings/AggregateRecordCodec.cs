using FluxEntropy.Codecs;
using FluxEntropy.Sketches;

namespace FluxEntropy.Orderings;

/// <summary>
/// Bytes of an aggregate's record: version byte, then its fields in order, integers as LEB128. Version 2 knew of no metric
/// that a file lacks: every score file then had a column for each of the record's histograms.
/// </summary>
internal static class AggregateRecordCodec
{
    private const byte WithoutAbsence = 2;
    private const byte Version = 3;

    public static byte[] Encode(AggregateRecord record)
    {
        var writer = new ByteWriter();
        writer.Byte(Version);
        writer.String(record.ProfileHash);
        Write(writer, record.Marks);
        Write(writer, record.Columns);
        Write(writer, record.Orderings);
        writer.Count(record.Runs.Count);
        foreach (var run in record.Runs)
        {
            writer.String(run.Name);
            writer.String(run.Metric);
            writer.Unsigned((ulong)run.Entries);
            writer.Byte(run.IsOfDeleted ? (byte)1 : (byte)0);
        }
        writer.Unsigned((ulong)record.Indexed);
        writer.Unsigned((ulong)record.Deleted);
        writer.Unsigned((ulong)record.HeldOut);
        writer.Count(record.Metrics.Count);
        foreach (var metric in record.Metrics)
            Write(writer, metric);
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a record; the message names the offset.</exception>
    public static AggregateRecord Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes, "aggregate record");
        var version = reader.Version(WithoutAbsence, Version);
        var profileHash = reader.String();
        var marks = ReadMarks(ref reader);
        var columns = version == Version ? ReadColumns(ref reader) : [];
        var record = new AggregateRecord
        {
            ProfileHash = profileHash,
            Marks = marks,
            Columns = columns,
            Orderings = ReadStrings(ref reader),
            Runs = ReadRuns(ref reader),
            Indexed = reader.LongNatural(),
            Deleted = reader.LongNatural(),
            HeldOut = reader.LongNatural(),
            Metrics = ReadMetrics(ref reader, version),
        };
        reader.End();
        return version == Version ? record : record with { Columns = ColumnsOfVersion2(record) };
    }

    private static void Write(ByteWriter writer, IReadOnlyList<ShardMark> marks)
    {
        writer.Count(marks.Count);
        foreach (var mark in marks)
        {
            writer.Count(mark.Shard);
            writer.Count(mark.NextSegment);
            writer.Count(mark.NextTombstone);
            writer.UInt128(mark.Checksum);
        }
    }

    private static void Write(ByteWriter writer, IReadOnlyList<ColumnStretch> columns)
    {
        writer.Count(columns.Count);
        foreach (var stretch in columns)
        {
            writer.Count(stretch.Shard);
            writer.Count(stretch.FromSegment);
            Write(writer, stretch.Columns);
        }
    }

    private static void Write(ByteWriter writer, IReadOnlyList<string> names)
    {
        writer.Count(names.Count);
        foreach (var name in names)
            writer.String(name);
    }

    private static void Write(ByteWriter writer, AggregatedMetric metric)
    {
        HistogramCodec.Write(writer, metric.Histogram);
        writer.Unsigned((ulong)metric.Absent);
        writer.Unsigned((ulong)metric.AbsentHeldOut);
        writer.Count(metric.Backfills.Count);
        foreach (var mark in metric.Backfills)
        {
            writer.Count(mark.Shard);
            writer.Count(mark.NextSegment);
            writer.UInt128(mark.Checksum);
        }
    }

    private static ShardMark[] ReadMarks(ref ByteReader reader)
    {
        var marks = new ShardMark[reader.Count(19)];
        for (var i = 0; i < marks.Length; i++)
            marks[i] = new ShardMark(reader.Natural(), reader.Natural(), reader.Natural(), reader.UInt128());
        return marks;
    }

    private static ColumnStretch[] ReadColumns(ref ByteReader reader)
    {
        var columns = new ColumnStretch[reader.Count(3)];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = new ColumnStretch(reader.Natural(), reader.Natural(), ReadStrings(ref reader));
        return columns;
    }

    private static string[] ReadStrings(ref ByteReader reader)
    {
        var strings = new string[reader.Count(1)];
        for (var i = 0; i < strings.Length; i++)
            strings[i] = reader.String();
        return strings;
    }

    private static RunReference[] ReadRuns(ref ByteReader reader)
    {
        var runs = new RunReference[reader.Count(4)];
        for (var i = 0; i < runs.Length; i++)
            runs[i] = new RunReference(reader.String(), reader.String(), reader.LongNatural(), reader.Byte() != 0);
        return runs;
    }

    private static AggregatedMetric[] ReadMetrics(ref ByteReader reader, byte version)
    {
        var metrics = new AggregatedMetric[reader.Count(3)];
        for (var i = 0; i < metrics.Length; i++)
        {
            metrics[i] = new AggregatedMetric
            {
                Histogram = HistogramCodec.Read(ref reader),
                Absent = version == Version ? reader.LongNatural() : 0,
                AbsentHeldOut = version == Version ? reader.LongNatural() : 0,
                Backfills = version == Version ? ReadBackfills(ref reader) : [],
            };
        }
        return metrics;
    }

    private static BackfillMark[] ReadBackfills(ref ByteReader reader)
    {
        var marks = new BackfillMark[reader.Count(18)];
        for (var i = 0; i < marks.Length; i++)
            marks[i] = new BackfillMark(reader.Natural(), reader.Natural(), reader.UInt128());
        return marks;
    }

    private static ColumnStretch[] ColumnsOfVersion2(AggregateRecord record) =>
        [
            .. record
                .Marks.Where(mark => mark.NextSegment > 0)
                .Select(mark => new ColumnStretch(mark.Shard, 0, [.. record.Metrics.Select(metric => metric.Name)])),
        ];
}
