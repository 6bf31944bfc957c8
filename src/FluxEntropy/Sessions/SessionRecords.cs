using FluxEntropy.Curricula;
using FluxEntropy.Logs;
using FluxEntropy.Orderings;

namespace FluxEntropy.Sessions;

/// <summary>Answers questions about a session out of its log, and about the steps to come; changes nothing.</summary>
public sealed class SessionRecords
{
    private readonly FencedLog _log;
    private readonly SessionState _state;

    internal SessionRecords(FencedLog log, SessionState state)
    {
        _log = log;
        _state = state;
    }

    /// <summary>The record of a step, or null where it was not planned yet.</summary>
    public async Task<StepPlanned?> StepAsync(long step) =>
        step >= 0 && step < _state.Planned
            ? (StepPlanned)SessionLogEntry.Decode((await _log.ReadAsync(_state.Step(step).Position)).Span)
            : null;

    /// <summary>What each step took of a document, in the order of steps.</summary>
    public async Task<IReadOnlyList<ServedRow>> ServedOfAsync(int shard, int row)
    {
        var served = new List<ServedRow>();
        foreach (var step in _state.Served.Of(shard, row))
        {
            var planned = (await StepAsync(step))!.Step;
            served.AddRange(
                planned
                    .Rows.Where(taken => (taken.Shard, taken.Row) == (shard, row))
                    .Select(taken => new ServedRow(step, planned.CurriculumVersion, taken))
            );
        }
        return served;
    }

    /// <summary>What the steps [<paramref name="fromStep"/>, <paramref name="toStep"/>) served; 0 stands for the end.</summary>
    public async Task<ServedCounts> CountAsync(long fromStep, long toStep)
    {
        var end = toStep == 0 ? _state.Planned : Math.Min(toStep, _state.Planned);
        var tokens = new List<long>();
        var documents = new HashSet<(int Shard, int Row)>();
        for (var step = fromStep; step < end; step++)
        {
            foreach (var row in (await StepAsync(step))!.Step.Rows)
            {
                while (tokens.Count <= row.Bin)
                    tokens.Add(0);
                tokens[row.Bin] += row.Tokens;
                documents.Add((row.Shard, row.Row));
            }
        }
        return new ServedCounts(fromStep, end, tokens, documents.Count);
    }

    /// <summary>
    /// Plans steps that are still to come, and puts nothing in force: over the snapshot of now, so that they are what will be planned
    /// unless it, or the curriculum, changes. Empty while there is nothing to plan over.
    /// </summary>
    /// <param name="curriculum">A curriculum to try, or null for those in force.</param>
    /// <param name="fromStep">First step that it would hold from; earlier ones than the next are taken for that.</param>
    /// <param name="steps">Steps to plan at most, from the next on.</param>
    /// <param name="ordering">What to plan over where no snapshot was adopted yet; null where there is nothing.</param>
    public SessionPreview Preview(Curriculum? curriculum, long fromStep, int steps, SnapshotOrdering? ordering = null)
    {
        var wanted = Math.Min(steps, _state.Settings.TotalSteps - _state.Planned);
        return SessionPreview.Of(
            [.. Plan(curriculum, fromStep, wanted, ordering)],
            _state.Planned,
            wanted,
            _state.Snapshot?.Hash ?? ordering?.Snapshot.Hash
        );
    }

    private IEnumerable<PlannedStep> Plan(Curriculum? curriculum, long fromStep, long steps, SnapshotOrdering? ordering)
    {
        var planner = _state.Planner.Fork();
        if (_state.Snapshot is null && ordering is null)
            yield break;
        if (_state.Snapshot is null)
            planner.Adopt(ordering!);
        var tried = curriculum is null
            ? null
            : new CurriculumEntry(_state.Curricula.Newest.Version + 1, fromStep, curriculum, "", "", default);
        for (var step = _state.Planned; step < _state.Planned + steps; step++)
        {
            var entry = tried is not null && step >= fromStep ? tried : _state.Curricula.At(step);
            if (planner.Plan(step, entry, _state.Adapted(entry)) is not PlanAnswer.Planned { Step: var planned })
                yield break; // there the run would stop
            planner.Apply(planned);
            yield return planned;
        }
    }
}
