namespace FluxEntropy.Scoring;

/// <summary>How long what failed is left alone: longer with each failure in a row. Not thread-safe.</summary>
/// <param name="first">The pause after the first failure.</param>
internal sealed class FailurePauses(TimeSpan first)
{
    private const int MaxDoublings = 4;

    private readonly Dictionary<string, (int Failures, DateTimeOffset Until)> _pauses = [];

    /// <summary>When a key may be tried again; a time in the past where it did not fail.</summary>
    public DateTimeOffset Until(string key) =>
        _pauses.TryGetValue(key, out var pause) ? pause.Until : DateTimeOffset.MinValue;

    /// <summary>The keys that may not be tried again yet.</summary>
    public IEnumerable<string> Paused(DateTimeOffset now) =>
        _pauses.Where(pause => pause.Value.Until > now).Select(pause => pause.Key);

    /// <summary>A key failed.</summary>
    public void Failed(string key, DateTimeOffset now)
    {
        var failures = _pauses.GetValueOrDefault(key).Failures + 1;
        _pauses[key] = (failures, now + first * (1 << Math.Min(failures - 1, MaxDoublings)));
    }

    /// <summary>A key succeeded, or is gone.</summary>
    public void Clear(string key) => _pauses.Remove(key);
}
