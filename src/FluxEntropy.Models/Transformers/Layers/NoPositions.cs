namespace FluxEntropy.Models.Transformers.Layers;

/// <summary>Positions that do not enter.</summary>
internal sealed class NoPositions : PositionEncoding
{
    public override void Dispose() { }
}
