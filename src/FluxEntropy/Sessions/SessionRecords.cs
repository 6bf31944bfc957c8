using FluxEntropy.Curricula;
using FluxEntropy.Logs;
using FluxEntropy.Orderings;

namespace FluxEntropy.Sessions;

/// <summary>
/// Answers questions about a session out of its log, and about the steps to come; changes nothing. What takes long is given as something
/// that has all it needs, to be asked on another thread while the session goes on.
/// </summary>
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
    public async Task<StepPlanned?> StepAsync(long step, CancellationToken cancellationToken = default) =>
        step >= 0 && step < _state.Planned
            ? (StepPlanned)
                SessionLogEntry.Decode((await _log.ReadAsync(_state.Step(step).Position, cancellationToken)).Span)
            : null;

    /// <summary>The records of some steps; those that were not planned are left out.</summary>
    public StepRecords Steps(IEnumerable<long> steps) =>
        new(_log.History, [.. steps.Where(step => step < _state.Planned).Select(step => _state.Step(step).Position)]);

    /// <summary>Which steps served which document.</summary>
    public ServedStepsView Documents() => _state.Served.View();

    /// <summary>
    /// What the steps [<paramref name="fromStep"/>, <paramref name="toStep"/>) served; 0 stands for the end. Without the count of its
    /// documents where that takes longer: it is <see cref="ServedStepsView.Documents"/>, and null here.
    /// </summary>
    public (ServedCounts Counts, ServedStepsView? Documents) Count(long fromStep, long toStep)
    {
        var end = toStep == 0 ? _state.Planned : Math.Min(toStep, _state.Planned);
        var from = Math.Min(fromStep, end);
        var sum = _state.ServedBefore(end);
        var tokens = from == 0 ? sum.Tokens : sum.TokensSince(_state.ServedBefore(from));
        return (
            new ServedCounts(fromStep, end, tokens, from == 0 ? sum.Documents : 0),
            from == 0 || from == end ? null : Documents()
        );
    }

    /// <summary>Prepares to plan steps that are still to come.</summary>
    /// <param name="curriculum">A curriculum to try, or null for those in force.</param>
    /// <param name="fromStep">First step that it would hold from; earlier ones than the next are taken for that.</param>
    /// <param name="steps">Steps to plan at most, from the next on.</param>
    /// <param name="ordering">What to plan over, as long as this is in use; null where there is nothing.</param>
    public PreviewPlanner Preview(Curriculum? curriculum, long fromStep, int steps, SnapshotOrdering? ordering) =>
        new(_state, curriculum, fromStep, steps, ordering);
}
