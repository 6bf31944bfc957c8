using FluxEntropy.Curricula;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="CurriculumEntry"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.CurriculumEntry")]
internal struct CurriculumEntrySurrogate
{
    [Id(0)]
    public long Version;

    [Id(1)]
    public long FromStep;

    [Id(2)]
    public Curriculum Curriculum;

    [Id(3)]
    public string Author;

    [Id(4)]
    public string Reason;

    [Id(5)]
    public DateTimeOffset Time;

    [Id(6)]
    public string Key;
}

/// <inheritdoc cref="CurriculumEntrySurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class CurriculumEntryConverter
    : ShallowCopier<CurriculumEntry>,
        IConverter<CurriculumEntry, CurriculumEntrySurrogate>
{
    public CurriculumEntry ConvertFromSurrogate(in CurriculumEntrySurrogate surrogate) =>
        new(
            surrogate.Version,
            surrogate.FromStep,
            surrogate.Curriculum,
            surrogate.Author,
            surrogate.Reason,
            surrogate.Time,
            surrogate.Key
        );

    public CurriculumEntrySurrogate ConvertToSurrogate(in CurriculumEntry value) =>
        new()
        {
            Version = value.Version,
            FromStep = value.FromStep,
            Curriculum = value.Curriculum,
            Author = value.Author,
            Reason = value.Reason,
            Time = value.Time,
            Key = value.Key,
        };
}
