using FluxEntropy.Metrics;
using FluxEntropy.Scores;

namespace FluxEntropy.Engines;

/// <summary>Makes engines; implemented where models live and handed to the server by the process that wants devices.</summary>
public interface IEngineFactory
{
    /// <summary>Tensors that are alive in this process; 0 where no engine was made.</summary>
    long LiveTensors { get; }

    /// <summary>The metrics that its engines measure.</summary>
    MetricCatalog Metrics { get; }

    /// <summary>The models that it can train; the first is the one where none is asked for. Never empty.</summary>
    IReadOnlyList<TrainableModel> Trainable { get; }

    /// <summary>Reads a model folder far enough to say what a score under it would be; does not load weights onto a device.</summary>
    /// <exception cref="InvalidDataException">The folder is not a usable model; the message names file and field.</exception>
    ScoringProfile ReadProfile(string modelFolder);

    /// <summary>Loads a model for scoring on a device such as <c>cpu:2</c> (two threads).</summary>
    /// <param name="modelFolder">The profile's model.</param>
    /// <param name="profile">What scores are to be scores of.</param>
    /// <param name="device">Where to compute them.</param>
    /// <param name="deterministic">Whether a document's score is the same to the bit whatever is scored beside it: a
    /// CPU with AVX2 does that anyway, other devices at some cost in speed. The default value is
    /// <see langword="false"/>.</param>
    IScoringEngine CreateScoringEngine(
        string modelFolder,
        ScoringProfile profile,
        string device,
        bool deterministic = false
    );

    /// <summary>Estimates what <see cref="CreateTrainingEngine"/> and its steps take; makes nothing.</summary>
    /// <param name="options">The model and how it is trained.</param>
    /// <param name="batch">Rows of a step.</param>
    /// <exception cref="InvalidDataException">An option is out of range; the message names it.</exception>
    TrainingMemory EstimateTraining(TrainingOptions options, int batch);

    /// <summary>Makes a model for training on a device such as <c>cpu:2</c> (two threads, whatever the options say).</summary>
    /// <exception cref="ArgumentException">The device is unknown; the message says what was expected.</exception>
    ITrainingEngine CreateTrainingEngine(TrainingOptions options, string device);
}
