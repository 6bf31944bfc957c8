using FluxEntropy.Engines;

namespace FluxEntropy.Tests.Engines;

/// <summary>
/// Trains nothing: its loss is 1 / steps, and its state is the number of steps. It hashes the tokens as a real one does.
/// </summary>
internal sealed class SimulatedTrainingEngine(string device, TrainedRun run) : ITrainingEngine
{
    private const string File = "steps.txt";

    private long _steps;

    public string Device => device;

    public long Parameters => 1;

    public async Task<StepReport> TrainAsync(TokenBatch batch, CancellationToken cancellationToken = default)
    {
        await run.TrainingAsync(batch.Step);
        var loss = 1.0 / ++_steps;
        return new StepReport(
            batch.Step,
            loss,
            [.. batch.Bins.CountBy(bin => bin).Select(bin => new BinLoss(bin.Key, loss, bin.Value))],
            TokenHashes.Of(batch.Tokens)
        );
    }

    public Task<double> EvaluateAsync(TokenBatch batch, CancellationToken cancellationToken = default) =>
        Task.FromResult(1.0 / (1 + _steps));

    public Task SaveAsync(string folder, CancellationToken cancellationToken = default) =>
        System.IO.File.WriteAllTextAsync(Path.Join(folder, File), $"{_steps}", cancellationToken);

    public async Task LoadAsync(string folder, CancellationToken cancellationToken = default) =>
        _steps = long.Parse(await System.IO.File.ReadAllTextAsync(Path.Join(folder, File), cancellationToken));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
