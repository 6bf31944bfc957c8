namespace FluxEntropy.Sessions;

/// <summary>
/// An exponential moving average of the losses that were reported, each with a twentieth of the weight: about the last 20 reports count.
/// Divided by the weights that were given, as Adam corrects its moments (arXiv 1412.6980), so that the first losses count in full.
/// </summary>
public sealed class LossAverage
{
    /// <summary>Weight of a new loss; what was before keeps the rest.</summary>
    public const double Alpha = 0.05;

    private double _sum;
    private double _weight;

    /// <summary>The average in nats a token; null before the first loss.</summary>
    public double? Value => _weight > 0 ? _sum / _weight : null;

    /// <summary>Adds a loss.</summary>
    public void Add(double loss)
    {
        _sum += Alpha * (loss - _sum);
        _weight += Alpha * (1 - _weight);
    }

    /// <summary>Begins again: the model goes back to an earlier step.</summary>
    public void Clear() => (_sum, _weight) = (0, 0);
}
