using FluxEntropy.TrainingRuns;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="TrainingPlan"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.TrainingPlan")]
internal struct TrainingPlanSurrogate
{
    [Id(0)]
    public string Architecture;

    [Id(1)]
    public int Layers;

    [Id(2)]
    public int Heads;

    [Id(3)]
    public int Hidden;

    [Id(4)]
    public double LearningRate;

    [Id(5)]
    public int WarmupSteps;

    [Id(6)]
    public int CheckpointSteps;

    [Id(7)]
    public int Threads;

    [Id(8)]
    public bool Cosine;

    [Id(9)]
    public int Accumulation;

    [Id(10)]
    public int ValidationSteps;

    [Id(11)]
    public int ValidationRows;

    [Id(12)]
    public string? Device;
}

/// <inheritdoc cref="TrainingPlanSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class TrainingPlanConverter
    : ShallowCopier<TrainingPlan>,
        IConverter<TrainingPlan, TrainingPlanSurrogate>
{
    public TrainingPlan ConvertFromSurrogate(in TrainingPlanSurrogate surrogate) =>
        new(
            surrogate.Architecture,
            surrogate.Layers,
            surrogate.Heads,
            surrogate.Hidden,
            surrogate.LearningRate,
            surrogate.WarmupSteps,
            surrogate.CheckpointSteps,
            surrogate.Threads,
            surrogate.Cosine,
            surrogate.Accumulation,
            surrogate.ValidationSteps,
            surrogate.ValidationRows,
            surrogate.Device
        );

    public TrainingPlanSurrogate ConvertToSurrogate(in TrainingPlan value) =>
        new()
        {
            Architecture = value.Architecture,
            Layers = value.Layers,
            Heads = value.Heads,
            Hidden = value.Hidden,
            LearningRate = value.LearningRate,
            WarmupSteps = value.WarmupSteps,
            CheckpointSteps = value.CheckpointSteps,
            Threads = value.Threads,
            Cosine = value.Cosine,
            Accumulation = value.Accumulation,
            ValidationSteps = value.ValidationSteps,
            ValidationRows = value.ValidationRows,
            Device = value.Device,
        };
}
