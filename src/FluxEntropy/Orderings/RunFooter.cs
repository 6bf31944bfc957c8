using FluxEntropy.Codecs;

namespace FluxEntropy.Orderings;

/// <summary>
/// The footer of a run file: version byte, entries, total tokens, then the <see cref="RunInfo"/>: profile, metric, sources,
/// tombstones and, from version 3 on, backfills; integers as LEB128. A run without backfills is written as version 2.
/// </summary>
internal sealed record RunFooter(long Entries, long TotalTokens, RunInfo Info)
{
    private const byte WithoutBackfills = 2;
    private const byte WithBackfills = 3;

    public byte[] Encode()
    {
        var writer = new ByteWriter();
        writer.Byte(Info.Backfills.Count > 0 ? WithBackfills : WithoutBackfills);
        writer.Unsigned((ulong)Entries);
        writer.Unsigned((ulong)TotalTokens);
        writer.String(Info.ProfileHash);
        writer.String(Info.Metric);
        Write(writer, Info.Sources);
        writer.Count(Info.Tombstones.Count);
        foreach (var range in Info.Tombstones)
        {
            writer.Count(range.Shard);
            writer.Count(range.From);
            writer.Count(range.To);
        }
        if (Info.Backfills.Count > 0)
            Write(writer, Info.Backfills);
        return writer.ToArray();
    }

    public static RunFooter Decode(byte[] bytes, string path)
    {
        var reader = new ByteReader(bytes, $"{path}: footer");
        var version = reader.Version(WithoutBackfills, WithBackfills);
        var (entries, totalTokens) = (reader.LongNatural(), reader.LongNatural());
        var (profileHash, metric) = (reader.String(), reader.String());
        var sources = ReadSources(ref reader);
        var tombstones = new TombstoneRange[reader.Count(3)];
        for (var i = 0; i < tombstones.Length; i++)
            tombstones[i] = new TombstoneRange(reader.Natural(), reader.Natural(), reader.Natural());
        var info = new RunInfo(profileHash, metric, sources, tombstones)
        {
            Backfills = version == WithBackfills ? ReadSources(ref reader) : [],
        };
        reader.End();
        return new RunFooter(entries, totalTokens, info);
    }

    private static void Write(ByteWriter writer, IReadOnlyList<RunSource> sources)
    {
        writer.Count(sources.Count);
        foreach (var source in sources)
        {
            writer.Count(source.Shard);
            writer.Count(source.FromSegment);
            writer.Count(source.ToSegment);
            writer.UInt128(source.Before);
            writer.UInt128(source.After);
        }
    }

    private static RunSource[] ReadSources(ref ByteReader reader)
    {
        var sources = new RunSource[reader.Count(35)];
        for (var i = 0; i < sources.Length; i++)
            sources[i] = new RunSource(
                reader.Natural(),
                reader.Natural(),
                reader.Natural(),
                reader.UInt128(),
                reader.UInt128()
            );
        return sources;
    }
}
