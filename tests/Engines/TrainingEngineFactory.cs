using System.Collections.Concurrent;
using FluxEntropy.Engines;
using FluxEntropy.Engines.Simulated;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;

namespace FluxEntropy.Tests.Engines;

/// <summary>
/// Makes simulated training engines, and remembers what those of each run did. It knows the profile of one model, under which no device
/// scores: its documents wait.
/// </summary>
internal sealed class TrainingEngineFactory : IEngineFactory
{
    /// <summary>The model that no device scores with, by its folder.</summary>
    public const string UnscoredModel = "unscored";

    private readonly ConcurrentDictionary<ulong, TrainedRun> _runs = [];

    public long LiveTensors => 0;

    public MetricCatalog Metrics => MetricCatalog.BuiltIn;

    public IReadOnlyList<TrainableModel> Trainable => [new("llama", 1, 1, 8)];

    /// <summary>What was trained with a seed: each session of the tests has its own.</summary>
    public TrainedRun Run(ulong seed) => _runs.GetOrAdd(seed, _ => new TrainedRun());

    public ScoringProfile ReadProfile(string modelFolder) =>
        modelFolder == UnscoredModel
            ? SimulatedModel.Profile with
            {
                Model = UnscoredModel,
                ModelHash = new string('1', 32),
            }
            : throw new InvalidDataException($"{modelFolder}: there are no model folders here");

    public IScoringEngine CreateScoringEngine(
        string modelFolder,
        ScoringProfile profile,
        string device,
        bool deterministic = false
    ) => throw new InvalidDataException($"{modelFolder}: there are no model folders here");

    public TrainingMemory EstimateTraining(TrainingOptions options, int batch)
    {
        var parameters = 12L * options.Layers * options.Hidden * options.Hidden; // attention and an MLP of four times the width
        return new TrainingMemory(parameters, 16 * parameters, 0);
    }

    public ITrainingEngine CreateTrainingEngine(TrainingOptions options, string device)
    {
        var run = Run(options.Seed);
        Interlocked.Increment(ref run.Engines);
        return new SimulatedTrainingEngine(device, run);
    }
}
