using FluxEntropy.Curricula;

namespace FluxEntropy.Sessions;

/// <summary>The curricula of a session. At each step the newest one whose first step is reached is in force.</summary>
public sealed class CurriculumHistory
{
    private readonly List<CurriculumEntry> _entries = [];

    /// <summary>All versions, oldest first.</summary>
    public IReadOnlyList<CurriculumEntry> Entries => _entries;

    /// <summary>The newest version.</summary>
    /// <exception cref="InvalidOperationException">There is none yet.</exception>
    public CurriculumEntry Newest =>
        _entries.Count > 0 ? _entries[^1] : throw new InvalidOperationException("The session has no curriculum yet.");

    /// <exception cref="InvalidDataException">The versions do not follow each other.</exception>
    public void Add(CurriculumEntry entry)
    {
        if (entry.Version != _entries.Count + 1)
            throw new InvalidDataException($"Curriculum version {entry.Version} came after version {_entries.Count}.");
        _entries.Add(entry);
    }

    /// <summary>The entry in force at a step; the oldest one before any begins.</summary>
    public CurriculumEntry At(long step) => _entries.FindLast(entry => entry.FromStep <= step) ?? _entries[0];

    /// <summary>
    /// The entries in force at the steps [<paramref name="fromStep"/>, <paramref name="toStep"/>), in their order; none where there is no
    /// step.
    /// </summary>
    public IReadOnlyList<CurriculumEntry> InForce(long fromStep, long toStep)
    {
        var entries = new List<CurriculumEntry>();
        for (var i = _entries.Count - 1; i >= 0 && fromStep < toStep; i--)
        {
            if (_entries[i].FromStep >= toStep)
                continue;
            entries.Add(_entries[i]); // until the steps that newer ones begin at
            toStep = _entries[i].FromStep;
        }
        entries.Reverse();
        return entries;
    }

    /// <summary>The version that keeps an entry from ever being in force: a newer one that begins no later; null: none does.</summary>
    public long? ReplacementOf(CurriculumEntry entry) =>
        _entries.Find(other => other.Version > entry.Version && other.FromStep <= entry.FromStep)?.Version;

    private long[]? ReplacedBy(long version, long effective)
    {
        long[] replaced =
        [
            .. _entries
                .Where(entry => entry.Version < version && entry.FromStep > effective && ReplacementOf(entry) is null)
                .Select(entry => entry.Version),
        ];
        return replaced.Length > 0 ? replaced : null;
    }

    /// <summary>Decides about an update, changing nothing.</summary>
    /// <param name="update">The request; one whose key was accepted before is answered as it was then.</param>
    /// <param name="next">First step that was not handed out.</param>
    /// <param name="totalSteps">Steps of the run.</param>
    public RetuneDecision Decide(CurriculumUpdate update, long next, long totalSteps)
    {
        if (update.Key.Length > 0 && _entries.Find(entry => entry.Key == update.Key) is { } known)
            return new RetuneDecision(
                known.Version,
                update.FromStep ?? known.FromStep,
                known.FromStep,
                known.Curriculum.ToJson() == update.Curriculum.ToJson()
                    ? null
                    : $"idempotency_key: '{update.Key}' names version {known.Version}, which is another curriculum; "
                        + "give each update a key of its own.",
                IsRepeat: true
            );
        var requested = update.FromStep ?? next;
        var effective = Math.Max(requested, next);
        if (Newest.Version != update.ExpectedVersion)
            return Refused(
                $"expected_version: {update.ExpectedVersion} is stale; the current version is {Newest.Version}. "
                    + "Read it, and decide again."
            );
        if (effective >= totalSteps)
            return Refused($"from_step: {effective} is not before the end of the run, which has {totalSteps} steps.");
        return new RetuneDecision(Newest.Version + 1, requested, effective, null)
        {
            Replaces = ReplacedBy(Newest.Version + 1, effective),
        };

        RetuneDecision Refused(string reason) => new(Newest.Version, requested, effective, reason);
    }
}
