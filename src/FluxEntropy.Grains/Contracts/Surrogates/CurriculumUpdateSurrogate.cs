using FluxEntropy.Curricula;
using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="CurriculumUpdate"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.CurriculumUpdate")]
internal struct CurriculumUpdateSurrogate
{
    [Id(0)]
    public long ExpectedVersion;

    [Id(1)]
    public long? FromStep;

    [Id(2)]
    public Curriculum Curriculum;

    [Id(3)]
    public string Author;

    [Id(4)]
    public string Reason;

    [Id(5)]
    public string Key;
}

/// <inheritdoc cref="CurriculumUpdateSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class CurriculumUpdateConverter
    : ShallowCopier<CurriculumUpdate>,
        IConverter<CurriculumUpdate, CurriculumUpdateSurrogate>
{
    public CurriculumUpdate ConvertFromSurrogate(in CurriculumUpdateSurrogate surrogate) =>
        new(
            surrogate.ExpectedVersion,
            surrogate.FromStep,
            surrogate.Curriculum,
            surrogate.Author,
            surrogate.Reason,
            surrogate.Key
        );

    public CurriculumUpdateSurrogate ConvertToSurrogate(in CurriculumUpdate value) =>
        new()
        {
            ExpectedVersion = value.ExpectedVersion,
            FromStep = value.FromStep,
            Curriculum = value.Curriculum,
            Author = value.Author,
            Reason = value.Reason,
            Key = value.Key,
        };
}
