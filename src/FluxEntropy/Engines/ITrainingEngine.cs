using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Engines;

/// <summary>A model in training on a device; deterministic to the bit for a fixed thread count.</summary>
public interface ITrainingEngine : IAsyncDisposable
{
    /// <summary>The device that the model is really on, such as <c>cpu:2</c> (two threads) or <c>cuda:0</c>.</summary>
    string Device { get; }

    /// <summary>Parameters of the model in training.</summary>
    long Parameters { get; }

    /// <summary>One optimizer step. The task completes after weights and optimizer state moved.</summary>
    /// <exception cref="InvalidDataException">The loss is not finite, or a token id is outside the vocabulary; nothing moved.</exception>
    Task<StepReport> TrainAsync(TokenBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Mean loss in nats a token, without training.</summary>
    Task<double> EvaluateAsync(TokenBatch batch, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes weights (Hugging Face layout, so that the folder can be scored with), optimizer and random state
    /// into an existing empty folder. Who relies on the files makes them durable (<see cref="Checkpoints"/>).
    /// </summary>
    Task SaveAsync(string folder, CancellationToken cancellationToken = default);

    /// <summary>Restores what <see cref="SaveAsync"/> wrote; training then continues bit for bit.</summary>
    /// <exception cref="InvalidDataException">The folder is not a checkpoint of this model.</exception>
    Task LoadAsync(string folder, CancellationToken cancellationToken = default);
}
