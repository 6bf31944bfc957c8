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

    /// <summary>Decides about an update, changing nothing.</summary>
    /// <param name="expectedVersion">The version that the author believes to be the newest.</param>
    /// <param name="wished">First step wished for, or null for as soon as possible.</param>
    /// <param name="next">First step that was not handed out.</param>
    /// <param name="totalSteps">Steps of the run.</param>
    /// <param name="curriculum">What is to hold.</param>
    /// <param name="key">The author's name for the update, or empty: one that was accepted before is answered as it was then.</param>
    public RetuneDecision Decide(
        long expectedVersion,
        long? wished,
        long next,
        long totalSteps,
        Curriculum curriculum,
        string key
    )
    {
        if (key.Length > 0 && _entries.Find(entry => entry.Key == key) is { } known)
            return new RetuneDecision(
                wished ?? known.FromStep,
                known.FromStep,
                known.Curriculum.ToJson() == curriculum.ToJson()
                    ? null
                    : $"idempotency_key: '{key}' names version {known.Version}, which is another curriculum; give each update a key of its own.",
                known.Version
            );
        var requested = wished ?? next;
        var effective = Math.Max(requested, next);
        return Newest.Version != expectedVersion
                ? new RetuneDecision(
                    requested,
                    effective,
                    $"expected_version: {expectedVersion} is stale; the current version is {Newest.Version}. Read it, and decide again."
                )
            : effective >= totalSteps
                ? new RetuneDecision(
                    requested,
                    effective,
                    $"from_step: {effective} is not before the end of the run, which has {totalSteps} steps."
                )
            : new RetuneDecision(requested, effective, null);
    }
}
