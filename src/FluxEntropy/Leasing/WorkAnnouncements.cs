namespace FluxEntropy.Leasing;

/// <summary>
/// Announcements of corpora that they have work, and the scorers that wait for one. They only save scorers from asking every corpus
/// all the time: whatever is lost here, a poll finds. Pure: the time is an argument. Not thread-safe.
/// </summary>
/// <param name="now">When it begins; positions follow from it, so that those of a predecessor are smaller.</param>
/// <param name="memory">How long an announcement is remembered, and how long a scorer is told of them after it asked.</param>
public sealed class WorkAnnouncements(DateTimeOffset now, TimeSpan memory)
{
    private readonly Dictionary<string, (long Position, DateTimeOffset At)> _announced = []; // the newest of each corpus
    private readonly Dictionary<string, DateTimeOffset> _listeners = []; // scorers, and since when
    private long _position = now.Ticks;
    private long _forgotten = now.Ticks; // announcements up to here may be missing

    /// <summary>A corpus announces work.</summary>
    /// <returns>The scorers to tell.</returns>
    public IReadOnlyList<string> Announce(string corpusId, DateTimeOffset now)
    {
        _announced[corpusId] = (++_position, now);
        foreach (var (corpus, (position, at)) in _announced.Where(known => now - known.Value.At > memory).ToArray())
        {
            _announced.Remove(corpus);
            _forgotten = Math.Max(_forgotten, position);
        }
        foreach (var scorer in _listeners.Where(listener => now - listener.Value > memory).ToArray())
            _listeners.Remove(scorer.Key);
        return [.. _listeners.Keys];
    }

    /// <summary>A scorer wants to be told of announcements for a while.</summary>
    /// <returns>What was announced after a position.</returns>
    public WorkNews Listen(string scorer, long after, DateTimeOffset now)
    {
        _listeners[scorer] = now;
        return new WorkNews(
            _position,
            after >= _forgotten,
            [.. _announced.Where(known => known.Value.Position > after).Select(known => known.Key)]
        );
    }

    /// <summary>A scorer stops.</summary>
    public void Leave(string scorer) => _listeners.Remove(scorer);
}
