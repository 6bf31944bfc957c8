using FluxEntropy.Codecs;
using FluxEntropy.Sketches;

namespace FluxEntropy.Orderings;

/// <summary>
/// What an aggregate keeps of itself when runs are sealed: all that is below the marks. What lies above them is read
/// again from score files. Written after the runs it names were published.
/// </summary>
public sealed record AggregateRecord
{
    private const byte CodecVersion = 2;

    /// <summary>Scoring profile of everything counted.</summary>
    public required string ProfileHash { get; init; }

    /// <summary>How far each shard was read, in the order of shards.</summary>
    public required IReadOnlyList<ShardMark> Marks { get; init; }

    /// <summary>Metrics that have an ordering.</summary>
    public required IReadOnlyList<string> Orderings { get; init; }

    /// <summary>Runs of all orderings.</summary>
    public required IReadOnlyList<RunReference> Runs { get; init; }

    /// <summary>Documents read: ranked, unranked, held out and deleted.</summary>
    public required long Indexed { get; init; }

    /// <summary>Those of them that were deleted.</summary>
    public required long Deleted { get; init; }

    /// <summary>Those of the held-out split that were not.</summary>
    public required long HeldOut { get; init; }

    /// <summary>A histogram of every metric, as of the seal.</summary>
    public required IReadOnlyList<MetricHistogram> Histograms { get; init; }

    /// <summary>Deterministic bytes; the container adds the checksum.</summary>
    public byte[] Encode()
    {
        var writer = new ByteWriter();
        writer.Byte(CodecVersion);
        writer.String(ProfileHash);
        writer.Count(Marks.Count);
        foreach (var mark in Marks)
        {
            writer.Count(mark.Shard);
            writer.Count(mark.NextSegment);
            writer.Count(mark.NextTombstone);
            writer.UInt128(mark.Checksum);
        }

        writer.Count(Orderings.Count);
        foreach (var metric in Orderings)
            writer.String(metric);
        writer.Count(Runs.Count);
        foreach (var run in Runs)
        {
            writer.String(run.Name);
            writer.String(run.Metric);
            writer.Unsigned((ulong)run.Entries);
            writer.Byte(run.IsOfDeleted ? (byte)1 : (byte)0);
        }

        writer.Unsigned((ulong)Indexed);
        writer.Unsigned((ulong)Deleted);
        writer.Unsigned((ulong)HeldOut);
        writer.Count(Histograms.Count);
        foreach (var histogram in Histograms)
            histogram.WriteTo(writer);
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a record; the message names the offset.</exception>
    public static AggregateRecord Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes, "aggregate record");
        reader.Version(CodecVersion);
        var profileHash = reader.String();
        var marks = new ShardMark[reader.Count(19)];
        for (var i = 0; i < marks.Length; i++)
            marks[i] = new ShardMark(reader.Natural(), reader.Natural(), reader.Natural(), reader.UInt128());
        var orderings = new string[reader.Count(1)];
        for (var i = 0; i < orderings.Length; i++)
            orderings[i] = reader.String();
        var runs = new RunReference[reader.Count(4)];
        for (var i = 0; i < runs.Length; i++)
            runs[i] = new RunReference(reader.String(), reader.String(), reader.LongNatural(), reader.Byte() != 0);
        var (indexed, deleted, heldOut) = (reader.LongNatural(), reader.LongNatural(), reader.LongNatural());
        var histograms = new MetricHistogram[reader.Count(3)];
        for (var i = 0; i < histograms.Length; i++)
            histograms[i] = MetricHistogram.ReadFrom(ref reader);
        reader.End();
        return new AggregateRecord
        {
            ProfileHash = profileHash,
            Marks = marks,
            Orderings = orderings,
            Runs = runs,
            Indexed = indexed,
            Deleted = deleted,
            HeldOut = heldOut,
            Histograms = histograms,
        };
    }
}
