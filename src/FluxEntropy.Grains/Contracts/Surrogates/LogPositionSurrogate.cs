using FluxEntropy.Logs;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="LogPosition"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.LogPosition")]
internal struct LogPositionSurrogate
{
    [Id(0)]
    public long Term;

    [Id(1)]
    public long Offset;
}

/// <inheritdoc cref="LogPositionSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class LogPositionConverter : ShallowCopier<LogPosition>, IConverter<LogPosition, LogPositionSurrogate>
{
    public LogPosition ConvertFromSurrogate(in LogPositionSurrogate surrogate) => new(surrogate.Term, surrogate.Offset);

    public LogPositionSurrogate ConvertToSurrogate(in LogPosition value) =>
        new() { Term = value.Term, Offset = value.Offset };
}
