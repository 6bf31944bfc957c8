using FluxEntropy.Shards;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="Segment"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.Segment")]
internal struct SegmentSurrogate
{
    [Id(0)]
    public int Number;

    [Id(1)]
    public int FirstRow;

    [Id(2)]
    public int Rows;

    [Id(3)]
    public long Bytes;
}

/// <inheritdoc cref="SegmentSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class SegmentConverter : ShallowCopier<Segment>, IConverter<Segment, SegmentSurrogate>
{
    public Segment ConvertFromSurrogate(in SegmentSurrogate surrogate) =>
        new(surrogate.Number, surrogate.FirstRow, surrogate.Rows, surrogate.Bytes);

    public SegmentSurrogate ConvertToSurrogate(in Segment value) =>
        new()
        {
            Number = value.Number,
            FirstRow = value.FirstRow,
            Rows = value.Rows,
            Bytes = value.Bytes,
        };
}
