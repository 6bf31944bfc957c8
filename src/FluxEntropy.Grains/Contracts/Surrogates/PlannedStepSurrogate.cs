using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="PlannedStep"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.PlannedStep")]
internal struct PlannedStepSurrogate
{
    [Id(0)]
    public long Step;

    [Id(1)]
    public long CurriculumVersion;

    [Id(2)]
    public UInt128 SnapshotHash;

    [Id(3)]
    public long[] Weights;

    [Id(4)]
    public PlannedRow[] Rows;

    [Id(5)]
    public int Remainder;

    [Id(6)]
    public OpenDocument[]? Open;
}

/// <inheritdoc cref="PlannedStepSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class PlannedStepConverter : ShallowCopier<PlannedStep>, IConverter<PlannedStep, PlannedStepSurrogate>
{
    public PlannedStep ConvertFromSurrogate(in PlannedStepSurrogate surrogate) =>
        new()
        {
            Step = surrogate.Step,
            CurriculumVersion = surrogate.CurriculumVersion,
            SnapshotHash = surrogate.SnapshotHash,
            Weights = surrogate.Weights,
            Rows = surrogate.Rows,
            Remainder = surrogate.Remainder,
            Open = surrogate.Open ?? [],
        };

    public PlannedStepSurrogate ConvertToSurrogate(in PlannedStep value) =>
        new()
        {
            Step = value.Step,
            CurriculumVersion = value.CurriculumVersion,
            SnapshotHash = value.SnapshotHash,
            Weights = value.Weights,
            Rows = value.Rows,
            Remainder = value.Remainder,
            Open = value.Open,
        };
}
