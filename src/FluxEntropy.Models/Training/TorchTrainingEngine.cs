using FluxEntropy.Engines;
using FluxEntropy.Models.Native;

namespace FluxEntropy.Models.Training;

/// <summary>Trains a transformer on a thread of its own.</summary>
public sealed class TorchTrainingEngine : ITrainingEngine
{
    private readonly TorchThread _thread;
    private readonly TrainingOptions _options;
    private Trainer? _trainer;

    private TorchTrainingEngine(TrainingOptions options, TorchThread thread) => (_options, _thread) = (options, thread);

    /// <inheritdoc/>
    public long Parameters { get; private set; }

    /// <summary>Makes a model with random weights; the same options give the same weights.</summary>
    /// <exception cref="InvalidDataException">An option is out of range; the message names it.</exception>
    public static async Task<TorchTrainingEngine> CreateAsync(
        TrainingOptions options,
        CancellationToken cancellationToken = default
    )
    {
        var spec = TrainedModel.Of(options);
        var engine = new TorchTrainingEngine(options, new TorchThread(options.Threads));
        try
        {
            engine._trainer = await engine
                ._thread.RunAsync(() => new Trainer(options, spec), cancellationToken)
                .ConfigureAwait(false);
            engine.Parameters = spec.Parameters;
            return engine;
        }
        catch
        {
            await engine.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<StepReport> TrainAsync(TokenBatch batch, CancellationToken cancellationToken = default) =>
        _thread.RunAsync(() => Model.Train(Checked(batch)), cancellationToken);

    /// <inheritdoc/>
    public Task<double> EvaluateAsync(TokenBatch batch, CancellationToken cancellationToken = default) =>
        _thread.RunAsync(() => Model.Evaluate(Checked(batch)), cancellationToken);

    /// <inheritdoc/>
    public Task SaveAsync(string folder, CancellationToken cancellationToken = default) =>
        _thread.RunAsync(
            () =>
            {
                Model.Save(folder);
                return true;
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public Task LoadAsync(string folder, CancellationToken cancellationToken = default) =>
        _thread.RunAsync(
            () =>
            {
                Model.Load(folder);
                return true;
            },
            cancellationToken
        );

    private Trainer Model => _trainer ?? throw new ObjectDisposedException(nameof(TorchTrainingEngine));

    private TokenBatch Checked(TokenBatch batch)
    {
        if (batch.Batch < 1 || batch.Time < 1 || batch.Time > _options.Time)
            throw new InvalidDataException(
                $"step {batch.Step}: {batch.Batch} rows of {batch.Time} tokens; expected at least one row of 1 to {_options.Time}"
            );
        if (batch.Tokens.Length != batch.Batch * (batch.Time + 1) || batch.Bins.Length != batch.Batch * batch.Time)
            throw new InvalidDataException(
                $"step {batch.Step}: {batch.Tokens.Length} tokens and {batch.Bins.Length} bins do not fit {batch.Batch} rows of {batch.Time} + 1 tokens"
            );
        var bad = Array.FindIndex(batch.Tokens, id => (uint)id >= (uint)_options.VocabularySize);
        return bad < 0
            ? batch
            : throw new InvalidDataException(
                $"step {batch.Step}: token {batch.Tokens[bad]} at row {bad / (batch.Time + 1)}, column {bad % (batch.Time + 1)} is outside the vocabulary of {_options.VocabularySize}"
            );
    }

    /// <summary>Frees the model, then gives the thread back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _trainer, null) is { } trainer)
        {
            await _thread
                .RunAsync(
                    () =>
                    {
                        trainer.Dispose();
                        return true;
                    },
                    CancellationToken.None
                )
                .ConfigureAwait(false);
        }

        await _thread.DisposeAsync().ConfigureAwait(false);
    }
}
