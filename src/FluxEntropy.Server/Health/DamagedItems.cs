using System.Collections.Concurrent;

namespace FluxEntropy.Server.Health;

/// <summary>
/// The corpora, sessions and profiles that could not be described when they were last listed, with the reason. Everything else is
/// served beside them.
/// </summary>
internal sealed class DamagedItems
{
    private readonly ConcurrentDictionary<string, string> _reasons = [];

    /// <summary>A sentence for each, in the order of their names.</summary>
    public IReadOnlyList<string> Reasons =>
        [.. _reasons.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}: {item.Value}")];

    /// <param name="item">Kind and name, such as "corpus books".</param>
    /// <param name="reason">Why it cannot be described; null where it can.</param>
    public void Met(string item, string? reason)
    {
        if (reason is null)
            _reasons.TryRemove(item, out _);
        else
            _reasons[item] = reason;
    }

    /// <summary>Forgets those that are gone.</summary>
    public void Keep(IReadOnlySet<string> items)
    {
        foreach (var gone in _reasons.Keys.Where(item => !items.Contains(item)))
            _reasons.TryRemove(gone, out _);
    }
}
