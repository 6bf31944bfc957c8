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
    /// <summary>
    /// Backfills that entries came from, in the same order; a range counts only its segments whose own score files lack the
    /// metric.
    /// </summary>
    public IReadOnlyList<RunSource> Backfills { get; init; } = [];

    /// <summary>The description of a merge of runs.</summary>
    /// <exception cref="ArgumentException">The runs are not of one ordering, overlap, or disagree about what was read.</exception>
    public static RunInfo Merge(IReadOnlyCollection<RunInfo> runs)
    {
        var first = runs.First();
        var stranger = runs.FirstOrDefault(run => run.ProfileHash != first.ProfileHash || run.Metric != first.Metric);
        if (stranger is not null)
            throw new ArgumentException(
                $"runs: a run of {stranger.Metric} under profile {stranger.ProfileHash} cannot be merged with "
                    + $"one of {first.Metric} under {first.ProfileHash}.",
                nameof(runs)
            );
        return first with
        {
            Sources = RunSource.Join(runs.SelectMany(run => run.Sources)),
            Tombstones = TombstoneRange.Join(runs.SelectMany(run => run.Tombstones)),
            Backfills = RunSource.Join(runs.SelectMany(run => run.Backfills)),
        };
    }
}
