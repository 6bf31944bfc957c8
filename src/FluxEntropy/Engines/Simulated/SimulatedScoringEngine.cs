using FluxEntropy.Metrics;
using FluxEntropy.Scores;

namespace FluxEntropy.Engines.Simulated;

/// <summary>
/// An engine that waits as long as a device of its speed would compute. Calls in flight follow each other as they would
/// on the device, so that the rate holds over time however late a timer fires; no thread is blocked.
/// </summary>
public sealed class SimulatedScoringEngine(SimulatedDevice device, TimeProvider time, MetricCatalog? metrics = null)
    : IScoringEngine
{
    private readonly Lock _gate = new();
    private readonly long _started = time.GetTimestamp();
    private TimeSpan _busyUntil; // since the start

    /// <inheritdoc/>
    public ScoringProfile Profile => SimulatedModel.Profile;

    /// <inheritdoc/>
    public MetricCatalog Metrics { get; } = metrics ?? MetricCatalog.BuiltIn;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DocumentScore>> ScoreAsync(
        IReadOnlyList<string> texts,
        ScoringDetail detail = default,
        CancellationToken cancellationToken = default
    )
    {
        var scores = await Task.Run(
            () => texts.Select(text => SimulatedModel.Score(text, detail.PerToken, Metrics)).ToArray(),
            cancellationToken
        );
        var done = Occupy(
            TimeSpan.FromSeconds(scores.Sum(score => (long)score.TokenIds.Length) / (double)device.TokensPerSecond)
        );
        if (done - time.GetElapsedTime(_started) is var wait && wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellationToken);
        return scores;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private TimeSpan Occupy(TimeSpan duration)
    {
        lock (_gate)
        {
            var now = time.GetElapsedTime(_started);
            return _busyUntil = (_busyUntil > now ? _busyUntil : now) + duration;
        }
    }
}
