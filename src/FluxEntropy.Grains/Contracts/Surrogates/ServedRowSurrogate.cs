using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="ServedRow"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.ServedRow")]
internal struct ServedRowSurrogate
{
    [Id(0)]
    public long Step;

    [Id(1)]
    public long CurriculumVersion;

    [Id(2)]
    public PlannedRow Row;
}

/// <inheritdoc cref="ServedRowSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class ServedRowConverter : ShallowCopier<ServedRow>, IConverter<ServedRow, ServedRowSurrogate>
{
    public ServedRow ConvertFromSurrogate(in ServedRowSurrogate surrogate) =>
        new(surrogate.Step, surrogate.CurriculumVersion, surrogate.Row);

    public ServedRowSurrogate ConvertToSurrogate(in ServedRow value) =>
        new()
        {
            Step = value.Step,
            CurriculumVersion = value.CurriculumVersion,
            Row = value.Row,
        };
}
