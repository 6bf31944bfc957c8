using FluxEntropy.Curricula;
using FluxEntropy.Orderings;

namespace FluxEntropy.Sessions;

/// <summary>
/// Plans steps that are still to come, and puts nothing in force: they are what will be planned unless the snapshot, or the curriculum,
/// changes. It has its own copy of what changes, so it plans on any thread while the session goes on. Of a step it keeps
/// the tokens of each bin alone. Not thread-safe.
/// </summary>
public sealed class PreviewPlanner
{
    private const int PartSteps = 1000; // of a part, at most,
    private const int PartRows = 1 << 16; // and it ends at the step that reaches so many rows
    private const int PartTokens = 1 << 16; // or so many numbers

    private readonly StepPlanner _planner;
    private readonly (long FromStep, CurriculumEntry Entry, double[]? Adapted)[] _entries; // in force, the first at the first step
    private readonly long _end;
    private readonly int _bins;
    private readonly UInt128? _snapshot;
    private readonly long?[] _dryAt;
    private (long Begun, long Repeated) _documents;
    private long _next;
    private bool _isOver;

    /// <summary>Takes what it needs of a session.</summary>
    /// <param name="state">The session.</param>
    /// <param name="tried">A curriculum to try, or null for those in force.</param>
    /// <param name="fromStep">First step that it would hold from; earlier ones than the next are taken for that.</param>
    /// <param name="steps">Steps to plan at most, from the next on.</param>
    /// <param name="ordering">What to plan over; null where there is nothing.</param>
    internal PreviewPlanner(SessionState state, Curriculum? tried, long fromStep, int steps, SnapshotOrdering? ordering)
    {
        _next = state.Planned;
        _end = Math.Min(state.Planned + steps, state.Settings.TotalSteps);
        _snapshot = ordering?.Snapshot.Hash;
        _planner = state.Planner.Fork();
        if (ordering is not null)
            _planner.Adopt(ordering);
        var triedFrom = tried is null ? _end : Math.Clamp(fromStep, _next, _end);
        var entries = state.Curricula.InForce(_next, triedFrom).ToList();
        if (tried is not null && triedFrom < _end)
            entries.Add(new(state.Curricula.Newest.Version + 1, triedFrom, tried, "", "", default));
        _entries = [.. entries.Select(entry => (entry.FromStep, entry, state.Adapted(entry)))];
        _bins = entries.Select(entry => entry.Curriculum.Bins).DefaultIfEmpty().Max();
        _dryAt = new long?[_bins];
    }

    /// <summary>Plans the next steps. The first part may be empty: there is nothing to plan over, or no step left.</summary>
    /// <returns>The part, or null where the one before was the last.</returns>
    public SessionPreview? NextPart(CancellationToken cancellationToken = default)
    {
        if (_isOver)
            return null;
        var (first, rows) = (_next, 0);
        var tokens = new List<long>();
        long? stopsAt = null;
        while (_next < _end && _next - first < PartSteps && rows < PartRows && tokens.Count < PartTokens)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_snapshot is null || Plan() is not { } planned)
            {
                stopsAt = _snapshot is null ? null : _next;
                break;
            }
            tokens.AddRange(TokensOf(planned));
            rows += planned.Rows.Length;
            _next++;
        }
        _isOver = _next == _end || _snapshot is null || stopsAt is not null;
        return new SessionPreview
        {
            FromStep = first,
            Bins = _bins,
            Tokens = [.. tokens],
            Documents = _documents.Begun,
            Repeated = _documents.Repeated,
            DryAt = [.. _dryAt],
            Snapshot = _snapshot,
            StopsAt = stopsAt,
        };
    }

    // The next step, or null where the run would stop.
    private PlannedStep? Plan()
    {
        var (_, entry, adapted) = Array.FindLast(_entries, entry => entry.FromStep <= _next);
        if (_planner.Plan(_next, entry, adapted) is not PlanAnswer.Planned { Step: var planned })
            return null;
        _planner.Apply(planned);
        return planned;
    }

    private long[] TokensOf(PlannedStep planned)
    {
        var tokens = new long[_bins];
        foreach (var row in planned.Rows)
        {
            tokens[row.Bin] += row.Tokens;
            if (row.FromToken > 0)
                continue;
            _documents.Begun++;
            if (row.Pass == 0)
                continue;
            _documents.Repeated++;
            _dryAt[row.Bin] ??= planned.Step;
        }
        return tokens;
    }
}
