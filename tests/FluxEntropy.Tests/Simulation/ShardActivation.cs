using FluxEntropy.Logs;
using FluxEntropy.Shards;

namespace FluxEntropy.Tests.Simulation;

/// <summary>A shard's grain.</summary>
internal sealed class ShardActivation(Shard shard) : Activation
{
    public override bool IsReentrant => true;

    public override bool IsOver(Exception? failure) => failure is LogFencedException or IOException;

    public async Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<IncomingDocument> documents) =>
        await shard.AppendAsync(documents);

    public Task<IReadOnlyList<DeleteOutcome>> DeleteAsync(IReadOnlyList<string> ids) => shard.DeleteAsync(ids);

    public async Task<int> CutAsync()
    {
        await shard.CutAsync();
        return shard.Counts.Segments;
    }

    public Task<int> SegmentsAsync() => Task.FromResult(shard.Counts.Segments);

    public Task<IReadOnlyList<Segment>> BoundsAsync() => Task.FromResult(shard.Segments(0, int.MaxValue));

    public async Task<(Segment Bounds, IReadOnlyList<ShardDocument> Documents)> ReadAsync(int segment)
    {
        var bounds = shard.Segment(segment) ?? throw new StaleActivationException();
        return (bounds, await shard.ReadAsync(bounds.FirstRow, bounds.FirstRow + bounds.Rows, int.MaxValue));
    }
}
