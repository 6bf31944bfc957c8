using FluxEntropy.Codecs;

namespace FluxEntropy.Orderings;

/// <summary>What a sorted run is a run of.</summary>
/// <param name="ProfileHash">Scoring profile of the values.</param>
/// <param name="Metric">Metric that sorts the run.</param>
/// <param name="Sources">Score files that the entries came from, in the order of (shard, first segment), contiguous ranges joined.</param>
/// <param name="Tombstones">Tombstones whose documents were taken out or, where there are no sources, are in the run.</param>
public sealed record RunInfo(
    string ProfileHash,
    string Metric,
    IReadOnlyList<RunSource> Sources,
    IReadOnlyList<TombstoneRange> Tombstones
)
{
    /// <summary>The description of a merge of runs.</summary>
    /// <exception cref="ArgumentException">The runs are not of one ordering, overlap, or disagree about what was read.</exception>
    public static RunInfo Merge(IReadOnlyCollection<RunInfo> runs)
    {
        var first = runs.First();
        var stranger = runs.FirstOrDefault(run => run.ProfileHash != first.ProfileHash || run.Metric != first.Metric);
        if (stranger is not null)
            throw new ArgumentException(
                $"runs: a run of {stranger.Metric} under profile {stranger.ProfileHash} cannot be merged with one of {first.Metric} under {first.ProfileHash}.",
                nameof(runs)
            );
        return first with
        {
            Sources = RunSource.Join(runs.SelectMany(run => run.Sources)),
            Tombstones = TombstoneRange.Join(runs.SelectMany(run => run.Tombstones)),
        };
    }

    internal void WriteTo(ByteWriter writer)
    {
        writer.String(ProfileHash);
        writer.String(Metric);
        writer.Count(Sources.Count);
        foreach (var source in Sources)
        {
            writer.Count(source.Shard);
            writer.Count(source.FromSegment);
            writer.Count(source.ToSegment);
            writer.UInt128(source.Before);
            writer.UInt128(source.After);
        }

        writer.Count(Tombstones.Count);
        foreach (var range in Tombstones)
        {
            writer.Count(range.Shard);
            writer.Count(range.From);
            writer.Count(range.To);
        }
    }

    internal static RunInfo ReadFrom(ref ByteReader reader)
    {
        var (profileHash, metric) = (reader.String(), reader.String());
        var sources = new RunSource[reader.Count(35)];
        for (var i = 0; i < sources.Length; i++)
            sources[i] = new RunSource(
                reader.Natural(),
                reader.Natural(),
                reader.Natural(),
                reader.UInt128(),
                reader.UInt128()
            );
        var tombstones = new TombstoneRange[reader.Count(3)];
        for (var i = 0; i < tombstones.Length; i++)
            tombstones[i] = new TombstoneRange(reader.Natural(), reader.Natural(), reader.Natural());
        return new RunInfo(profileHash, metric, sources, tombstones);
    }
}
