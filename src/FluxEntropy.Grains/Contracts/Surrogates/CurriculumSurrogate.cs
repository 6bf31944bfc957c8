using FluxEntropy.Curricula;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="Curriculum"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.Curriculum")]
internal struct CurriculumSurrogate
{
    [Id(0)]
    public string Json;
}

/// <inheritdoc cref="CurriculumSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class CurriculumConverter : ShallowCopier<Curriculum>, IConverter<Curriculum, CurriculumSurrogate>
{
    public Curriculum ConvertFromSurrogate(in CurriculumSurrogate surrogate) => Curriculum.FromJson(surrogate.Json);

    public CurriculumSurrogate ConvertToSurrogate(in Curriculum value) => new() { Json = value.ToJson() };
}
