namespace FluxEntropy.Orderings;

/// <summary>A stretch of a shard's score files.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="FromSegment">First segment.</param>
/// <param name="ToSegment">Segment after the last.</param>
/// <param name="Before">Chained checksum (<see cref="ShardMark.Checksum"/>) before the first segment.</param>
/// <param name="After">Chained checksum after the last.</param>
public readonly record struct RunSource(int Shard, int FromSegment, int ToSegment, UInt128 Before, UInt128 After)
{
    internal static IReadOnlyList<RunSource> Join(IEnumerable<RunSource> sources)
    {
        var joined = new List<RunSource>();
        foreach (var next in sources.OrderBy(source => (source.Shard, source.FromSegment)))
        {
            var last = joined.Count > 0 && joined[^1].Shard == next.Shard ? joined[^1] : (RunSource?)null;
            if (
                last?.ToSegment > next.FromSegment
                || (last?.ToSegment == next.FromSegment && last?.After != next.Before)
            )
                throw new ArgumentException(
                    $"sources: segments {last?.FromSegment}…{last?.ToSegment} and "
                        + $"{next.FromSegment}…{next.ToSegment} of shard {next.Shard} "
                        + "overlap or come from different score files; rebuild the run from the published ones.",
                    nameof(sources)
                );
            if (last?.ToSegment == next.FromSegment)
                joined[^1] = joined[^1] with { ToSegment = next.ToSegment, After = next.After };
            else
                joined.Add(next);
        }

        return joined;
    }
}
