using FluxEntropy.Engines;

namespace FluxEntropy.Tests.Storage;

/// <summary>A training engine as far as its checkpoint goes: two files, written and not flushed.</summary>
/// <param name="written">Told the path of each.</param>
internal sealed class EngineOfFiles(Action<string> written) : ITrainingEngine
{
    public static IReadOnlyList<string> Files { get; } = ["model", "optimizer"];

    public string Device => "files";

    public long Parameters => 0;

    public Task<StepReport> TrainAsync(TokenBatch batch, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<double> EvaluateAsync(TokenBatch batch, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public async Task SaveAsync(string folder, CancellationToken cancellationToken = default)
    {
        foreach (var file in Files)
        {
            await File.WriteAllTextAsync(Path.Join(folder, file), $"state of the {file}", cancellationToken);
            written(Path.Join(folder, file));
        }
    }

    public async Task LoadAsync(string folder, CancellationToken cancellationToken = default)
    {
        foreach (var file in Files)
            Assert.Equal(
                $"state of the {file}",
                await File.ReadAllTextAsync(Path.Join(folder, file), cancellationToken)
            );
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
