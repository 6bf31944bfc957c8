using FluxEntropy.Metrics;
using FluxEntropy.Sketches;

namespace FluxEntropy.SampleMetrics;

/// <summary>Smallest entropy of a position in nats: a metric that the program does not come with.</summary>
public sealed class EntropyMinimum : ITokenMetric
{
    public string Name => "entropy.min";

    public string Unit => "nats";

    public string Formula => "minᵢ Hᵢ";

    public string Source => "made up for the tests";

    public CellMapping Cells => CellMapping.Nats;

    public double Of(in MeasuredDocument document)
    {
        var least = float.PositiveInfinity;
        foreach (var entropy in document.Entropy)
            least = Math.Min(least, entropy);
        return least;
    }
}
