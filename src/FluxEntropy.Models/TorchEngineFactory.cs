using FluxEntropy.Engines;
using FluxEntropy.Metrics;
using FluxEntropy.Models.Families;
using FluxEntropy.Models.Native;
using FluxEntropy.Models.Scoring;
using FluxEntropy.Models.Training;
using FluxEntropy.Scores;
using static TorchSharp.torch;

namespace FluxEntropy.Models;

/// <summary>Makes engines that run on libtorch.</summary>
/// <param name="metrics">What they measure. The default is <see cref="MetricCatalog.BuiltIn"/>.</param>
public sealed class TorchEngineFactory(MetricCatalog? metrics = null) : IEngineFactory
{
    private bool _isLoaded; // asking loads libtorch, which a process without devices never does

    /// <inheritdoc/>
    public MetricCatalog Metrics { get; } = metrics ?? MetricCatalog.BuiltIn;

    /// <inheritdoc/>
    public IReadOnlyList<TrainableModel> Trainable { get; } =
    [.. ModelFamilies.Trainable.Select(family => family.Default)];

    /// <inheritdoc/>
    public long LiveTensors => _isLoaded ? Tensor.TotalCount : 0;

    /// <summary>Checks a device's name, such as <c>cpu:2</c>, without touching the device.</summary>
    /// <exception cref="ArgumentException">It is not one; the message says what is.</exception>
    public static void CheckDevice(string name) => DeviceName.Parse(name);

    /// <inheritdoc/>
    public ScoringProfile ReadProfile(string modelFolder) => TorchScoringEngine.ReadProfile(modelFolder);

    /// <inheritdoc/>
    public IScoringEngine CreateScoringEngine(
        string modelFolder,
        ScoringProfile profile,
        string device,
        bool deterministic = false
    )
    {
        _isLoaded = true;
        return TorchScoringEngine.Load(modelFolder, profile, device, deterministic, Metrics);
    }

    /// <inheritdoc/>
    public TrainingMemory EstimateTraining(TrainingOptions options, int batch) =>
        MemoryEstimate.Of(TrainedModel.Of(options), options, batch);

    /// <inheritdoc/>
    public ITrainingEngine CreateTrainingEngine(TrainingOptions options, string device)
    {
        _isLoaded = true;
        return TorchTrainingEngine.CreateAsync(options, device).GetAwaiter().GetResult();
    }
}
