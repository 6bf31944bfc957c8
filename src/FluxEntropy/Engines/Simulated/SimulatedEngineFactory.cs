using FluxEntropy.Metrics;
using FluxEntropy.Scores;

namespace FluxEntropy.Engines.Simulated;

/// <summary>Makes engines for simulated devices itself, and leaves every other device and model to another factory.</summary>
public sealed class SimulatedEngineFactory(IEngineFactory others, TimeProvider time) : IEngineFactory
{
    /// <inheritdoc/>
    public long LiveTensors => others.LiveTensors;

    /// <inheritdoc/>
    public MetricCatalog Metrics => others.Metrics;

    /// <inheritdoc/>
    public IReadOnlyList<TrainableModel> Trainable => others.Trainable;

    /// <inheritdoc/>
    public ScoringProfile ReadProfile(string modelFolder) =>
        modelFolder == SimulatedModel.Name ? SimulatedModel.Profile : others.ReadProfile(modelFolder);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A simulated device was asked for computed scores, or another for simulated ones.</exception>
    public IScoringEngine CreateScoringEngine(
        string modelFolder,
        ScoringProfile profile,
        string device,
        bool deterministic = false
    )
    {
        if (SimulatedDevice.IsName(device) != SimulatedModel.Is(profile))
            throw new ArgumentException(
                $"device: {device} cannot score under profile {profile.Hash} of model "
                    + $"{profile.Model}: simulated devices score under the simulated profile, and others do "
                    + "not"
            );
        return SimulatedDevice.IsName(device)
            ? new SimulatedScoringEngine(SimulatedDevice.Parse(device), time, Metrics)
            : others.CreateScoringEngine(modelFolder, profile, device, deterministic);
    }

    /// <inheritdoc/>
    public TrainingMemory EstimateTraining(TrainingOptions options, int batch) =>
        others.EstimateTraining(options, batch);

    /// <inheritdoc/>
    public ITrainingEngine CreateTrainingEngine(TrainingOptions options, string device) =>
        others.CreateTrainingEngine(options, device);
}
