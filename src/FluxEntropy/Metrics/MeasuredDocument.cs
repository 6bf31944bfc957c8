namespace FluxEntropy.Metrics;

/// <summary>A document's statistics, cut to the positions that its profile counts.</summary>
public readonly ref struct MeasuredDocument
{
    private readonly TokenStatistics _statistics;
    private readonly int _first;
    private readonly int _count;

    /// <param name="statistics">Of the whole document.</param>
    /// <param name="bytes">UTF-8 length of the text that the predicted tokens stand for.</param>
    /// <param name="positions">Which positions count.</param>
    internal MeasuredDocument(TokenStatistics statistics, int bytes, ScoredPositions positions)
    {
        _statistics = statistics;
        Bytes = bytes;
        var tokens = statistics.Entropy.Length;
        (_first, _count) = positions switch
        {
            ScoredPositions.Predicting => (0, Math.Max(0, tokens - 1)),
            ScoredPositions.All => (0, tokens),
            _ => (Math.Max(0, tokens - 1), Math.Min(1, tokens)),
        };
        Predicts = positions is not ScoredPositions.Last;
    }

    /// <summary>UTF-8 length of the text that the predicted tokens stand for.</summary>
    public int Bytes { get; }

    /// <summary>Whether the true tokens count: not where only the final distribution does, which predicts none.</summary>
    private bool Predicts { get; }

    /// <summary>Whether any position counts; without one, every metric is null.</summary>
    public bool HasPositions => _count > 0;

    public ReadOnlySpan<float> Entropy => _statistics.Entropy.AsSpan(_first, _count);

    public ReadOnlySpan<float> Varentropy => _statistics.Varentropy.AsSpan(_first, _count);

    public ReadOnlySpan<float> Margin => _statistics.Margin.AsSpan(_first, _count);

    public ReadOnlySpan<float> Top1 => _statistics.Top1.AsSpan(_first, _count);

    public ReadOnlySpan<float> Surprisal => Predicts ? _statistics.Surprisal : [];

    public ReadOnlySpan<int> Rank => Predicts ? _statistics.Rank : [];

    /// <summary>Entropy of the final distribution, whatever positions count.</summary>
    public double FinalEntropy => HasPositions ? _statistics.Entropy[^1] : double.NaN;

    /// <summary>Varentropy of the final distribution, whatever positions count.</summary>
    public double FinalVarentropy => HasPositions ? _statistics.Varentropy[^1] : double.NaN;
}
