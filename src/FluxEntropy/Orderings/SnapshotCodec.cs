using FluxEntropy.Codecs;

namespace FluxEntropy.Orderings;

/// <summary>
/// Bytes of a snapshot, of which its hash is taken: corpus, profile, metric, and its marks. Backfills follow only where
/// there are any, so that other snapshots have the bytes and the hash that they always had.
/// </summary>
internal static class SnapshotCodec
{
    public static void Write(ByteWriter writer, Snapshot snapshot)
    {
        writer.String(snapshot.CorpusId);
        writer.String(snapshot.ProfileHash);
        writer.String(snapshot.Metric);
        writer.Count(snapshot.Marks.Count);
        foreach (var mark in snapshot.Marks)
        {
            writer.Count(mark.Shard);
            writer.Count(mark.NextSegment);
            writer.Count(mark.NextTombstone);
            writer.UInt128(mark.Checksum);
        }

        SnapshotMark[] backfilled = [.. snapshot.Marks.Where(mark => mark.NextBackfill > 0)];
        if (backfilled.Length == 0)
            return;
        writer.Count(backfilled.Length);
        foreach (var mark in backfilled)
        {
            writer.Count(mark.Shard);
            writer.Count(mark.NextBackfill);
            writer.UInt128(mark.BackfillChecksum);
        }
    }

    public static Snapshot Read(ref ByteReader reader, bool withBackfills)
    {
        var (corpus, profile, metric) = (reader.String(), reader.String(), reader.String());
        var marks = new SnapshotMark[reader.Count(19)];
        for (var i = 0; i < marks.Length; i++)
            marks[i] = new SnapshotMark(reader.Natural(), reader.Natural(), reader.Natural(), reader.UInt128());
        if (withBackfills)
            ReadBackfills(ref reader, marks);
        return new Snapshot(corpus, profile, metric, marks);
    }

    private static void ReadBackfills(ref ByteReader reader, SnapshotMark[] marks)
    {
        for (var left = reader.Count(18); left > 0; left--)
        {
            var (shard, next, checksum) = (reader.Natural(), reader.Natural(), reader.UInt128());
            var index = Array.FindIndex(marks, mark => mark.Shard == shard);
            if (index < 0)
                throw reader.Invalid($"backfills are of shard {shard}, of which the snapshot holds nothing");
            marks[index] = marks[index] with { NextBackfill = next, BackfillChecksum = checksum };
        }
    }
}
