using FluxEntropy.Orderings;

namespace FluxEntropy.Tests.Simulation;

/// <summary>An aggregator's grain.</summary>
internal sealed class AggregatorActivation(GroupAggregator aggregator) : Activation
{
    private const int SegmentsATurn = 4;

    public override bool IsOver(Exception? failure) => aggregator.HasFailed;

    public Task<int> AdvanceAsync() => aggregator.AdvanceAsync(SegmentsATurn);

    public Task<long> RankedAsync() => Task.FromResult(aggregator.Aggregate.Histogram(Setting.Metric).Documents);

    public Task<IReadOnlyList<ShardMark>> MarksAsync() => Task.FromResult(aggregator.Aggregate.Marks);

    public async Task<(IReadOnlyList<string> Runs, IReadOnlyList<ShardMark> Marks)> SealAsync()
    {
        await aggregator.SealAsync();
        return (aggregator.SealedRuns(Setting.Metric), aggregator.Aggregate.Marks);
    }
}
