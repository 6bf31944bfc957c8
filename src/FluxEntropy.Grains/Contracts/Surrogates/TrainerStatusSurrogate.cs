using FluxEntropy.TrainingRuns;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="TrainerStatus"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.TrainerStatus")]
internal struct TrainerStatusSurrogate
{
    [Id(0)]
    public TrainerState State;

    [Id(1)]
    public long Step;

    [Id(2)]
    public double? FirstLoss;

    [Id(3)]
    public double? LastLoss;

    [Id(4)]
    public int[] Bins;

    [Id(5)]
    public double[] BinLosses;

    [Id(6)]
    public int[] BinTargets;

    [Id(7)]
    public long? CheckpointStep;

    [Id(8)]
    public double TokensPerSecond;

    [Id(9)]
    public long CurriculumVersion;

    [Id(10)]
    public string? Error;

    [Id(11)]
    public double? ValidationLoss;

    [Id(12)]
    public long? ValidationStep;

    [Id(13)]
    public string? Device;

    [Id(14)]
    public bool ValidationIsSample;
}

/// <inheritdoc cref="TrainerStatusSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class TrainerStatusConverter
    : ShallowCopier<TrainerStatus>,
        IConverter<TrainerStatus, TrainerStatusSurrogate>
{
    public TrainerStatus ConvertFromSurrogate(in TrainerStatusSurrogate surrogate) =>
        new(
            surrogate.State,
            surrogate.Step,
            surrogate.FirstLoss,
            surrogate.LastLoss,
            surrogate.Bins,
            surrogate.BinLosses,
            surrogate.BinTargets,
            surrogate.CheckpointStep,
            surrogate.TokensPerSecond,
            surrogate.CurriculumVersion,
            surrogate.Error,
            surrogate is { ValidationLoss: { } loss, ValidationStep: { } step }
                ? new Validation(loss, step, surrogate.ValidationIsSample)
                : null,
            surrogate.Device ?? "" // an older process does not say
        );

    public TrainerStatusSurrogate ConvertToSurrogate(in TrainerStatus value) =>
        new()
        {
            State = value.State,
            Step = value.Step,
            FirstLoss = value.FirstLoss,
            LastLoss = value.LastLoss,
            Bins = value.Bins,
            BinLosses = value.BinLosses,
            BinTargets = value.BinTargets,
            CheckpointStep = value.CheckpointStep,
            TokensPerSecond = value.TokensPerSecond,
            CurriculumVersion = value.CurriculumVersion,
            Error = value.Error,
            ValidationLoss = value.Validation?.Loss,
            ValidationStep = value.Validation?.Step,
            ValidationIsSample = value.Validation is { IsSample: true },
            Device = value.Device,
        };
}
