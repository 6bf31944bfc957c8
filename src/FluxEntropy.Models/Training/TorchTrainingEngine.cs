using FluxEntropy.Engines;
using FluxEntropy.Models.Native;

namespace FluxEntropy.Models.Training;

/// <summary>
/// Trains a transformer on a processor, <c>cpu:N</c> with N threads, or on a card, <c>cuda:N</c>. A processor gives the
/// same
/// bits for a fixed number of threads; a card may take sums in another order from run to run.
/// </summary>
public sealed class TorchTrainingEngine : ITrainingEngine
{
    private readonly TorchThread _thread;
    private readonly TrainingOptions _options;
    private Trainer? _trainer;

    private TorchTrainingEngine(TrainingOptions options, TorchThread thread) => (_options, _thread) = (options, thread);

    /// <inheritdoc/>
    public long Parameters { get; private set; }

    /// <inheritdoc/>
    public string Device { get; private set; } = "";

    /// <summary>Makes a model on the processor, with the options' number of threads.</summary>
    /// <exception cref="InvalidDataException">An option is out of range; the message names it.</exception>
    public static Task<TorchTrainingEngine> CreateAsync(
        TrainingOptions options,
        CancellationToken cancellationToken = default
    ) => CreateAsync(options, $"cpu:{options.Threads}", cancellationToken);

    /// <summary>Makes a model with random weights; the same options give the same weights on every device.</summary>
    /// <param name="options">The model and how it is trained; its threads are the device's.</param>
    /// <param name="device"><c>cpu:N</c> for N threads, <c>cuda:N</c> for a card.</param>
    /// <param name="cancellationToken">Takes back what has not begun.</param>
    /// <exception cref="ArgumentException">The device is unknown; the message says what was expected.</exception>
    /// <exception cref="InvalidOperationException">
    /// There is no such card, or the libtorch that was built in has no CUDA.
    /// </exception>
    /// <exception cref="InvalidDataException">An option is out of range; the message names it.</exception>
    public static async Task<TorchTrainingEngine> CreateAsync(
        TrainingOptions options,
        string device,
        CancellationToken cancellationToken = default
    )
    {
        var spec = TrainedModel.Of(options);
        var name = DeviceName.Parse(device);
        name.EnsureUsable();
        var engine = new TorchTrainingEngine(options, new TorchThread(name.Workers));
        try
        {
            (engine._trainer, engine.Device) = await engine
                ._thread.RunAsync(
                    () =>
                    {
                        var trainer = new Trainer(options, spec, name.Torch);
                        return (trainer, trainer.Device);
                    },
                    cancellationToken
                )
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
                $"step {batch.Step}: {batch.Tokens.Length} tokens and {batch.Bins.Length} "
                    + $"bins do not fit {batch.Batch} rows of {batch.Time} + 1 tokens"
            );
        var bad = Array.FindIndex(batch.Tokens, id => (uint)id >= (uint)_options.VocabularySize);
        return bad < 0
            ? batch
            : throw new InvalidDataException(
                $"step {batch.Step}: token {batch.Tokens[bad]} at row {bad / (batch.Time + 1)}, column "
                    + $"{bad % (batch.Time + 1)} is outside the vocabulary of {_options.VocabularySize}"
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
