using FluxEntropy.Orderings;

namespace FluxEntropy.Tests.Simulation;

/// <summary>An aggregator's grain.</summary>
internal sealed class AggregatorActivation(GroupAggregator aggregator) : Activation
{
    private const int FilesATurn = 4;

    public override bool IsOver(Exception? failure) => aggregator.HasFailed;

    public Task<int> AdvanceAsync() => aggregator.AdvanceAsync(FilesATurn);

    public Task<long> RankedAsync() =>
        Task.FromResult(aggregator.Aggregate.Find(Setting.Metric)?.Histogram.Documents ?? 0);

    public Task<IReadOnlyList<ShardMark>> MarksAsync() => Task.FromResult(aggregator.Aggregate.Marks);

    public async Task<SealedGroup> SealAsync()
    {
        await aggregator.SealAsync();
        return new SealedGroup(
            aggregator.SealedRuns(Setting.Metric),
            aggregator.SealedRuns(Setting.Metric, ofDeleted: true),
            aggregator.Aggregate.Marks
        );
    }
}

/// <summary>An aggregator's part of a snapshot.</summary>
internal sealed record SealedGroup(
    IReadOnlyList<string> Runs,
    IReadOnlyList<string> DeletedRuns,
    IReadOnlyList<ShardMark> Marks
);
