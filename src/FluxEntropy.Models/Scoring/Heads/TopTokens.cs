namespace FluxEntropy.Models.Scoring.Heads;

/// <summary>
/// The K largest logits of a row, kept while tiles pass by; of equal ones, the smaller token comes first.
/// </summary>
internal sealed class TopTokens(int k)
{
    private readonly int[] _tokens = new int[k];
    private readonly float[] _logits = new float[k];
    private int _count;

    internal void Clear() => _count = 0;

    internal void Add(ReadOnlySpan<float> logits, int first)
    {
        var least = _count < k ? float.NegativeInfinity : _logits[k - 1];
        for (var i = 0; i < logits.Length; i++)
        {
            if (_count == k && !(logits[i] > least))
                continue;
            Insert(first + i, logits[i]);
            least = _count < k ? float.NegativeInfinity : _logits[k - 1];
        }
    }

    private void Insert(int token, float logit)
    {
        var at = _count < k ? _count++ : k - 1;
        for (; at > 0 && _logits[at - 1] < logit; at--)
            (_tokens[at], _logits[at]) = (_tokens[at - 1], _logits[at - 1]);
        (_tokens[at], _logits[at]) = (token, logit);
    }

    /// <summary>Tokens and ln p, likeliest first.</summary>
    internal (int Token, float LogProbability)[] Read(double logSum)
    {
        var top = new (int, float)[_count];
        for (var i = 0; i < _count; i++)
            top[i] = (_tokens[i], (float)Math.Min(0, _logits[i] - logSum));
        return top;
    }
}
