using FluxEntropy.Logs;
using FluxEntropy.Orderings;

namespace FluxEntropy.Sessions;

/// <summary>Plans every step of a log anew, from seed, curricula and snapshots alone, and compares bit for bit.</summary>
public static class SessionReplay
{
    /// <summary>Replays a log up to its first difference. Recorded rows are only compared: every plan builds on plans made anew.</summary>
    /// <param name="settings">The session's settings.</param>
    /// <param name="log">Its records in order.</param>
    /// <param name="open">Opens the ordering of a snapshot; the replay disposes it.</param>
    public static async Task<ReplayReport> RunAsync(
        SessionSettings settings,
        IAsyncEnumerable<LogRecord> log,
        Func<Snapshot, Task<SnapshotOrdering>> open
    )
    {
        var state = new SessionState(settings);
        var problems = new List<string>();
        SnapshotOrdering? ordering = null;
        var most = 0L;
        try
        {
            await foreach (var record in log)
            {
                var entry = SessionLogEntry.Decode(record.Payload.Span);
                if (entry is StepPlanned planned && ordering is not null)
                {
                    if (state.Planned >= settings.TotalSteps)
                    {
                        problems.Add(
                            $"step {planned.Step.Step}: it is planned beyond the session's {settings.TotalSteps} steps."
                        );
                        break;
                    }
                    var plan = state.Plan(planned.Step.Weights);
                    if (plan is not PlanAnswer.Planned { Step: var replanned })
                    {
                        problems.Add(
                            $"step {planned.Step.Step}: the log has a plan, and the replay a bin that is dry."
                        );
                        break;
                    }
                    if (Difference(planned.Step, replanned) is { } difference)
                    {
                        problems.Add(difference);
                        break; // every later plan follows from this one
                    }
                    entry = planned with { Step = replanned };
                }
                if (entry is BinRanDry dry && ordering is not null && !RunsDry(state, dry.Bin))
                    problems.Add($"step {dry.Step}: the log says that bin {dry.Bin + 1} ran dry, and it did not.");
                state.Apply(record.Position, entry);
                most = Math.Max(most, state.Planned);
                if (entry is SnapshotAdopted adopted)
                {
                    ordering?.Dispose();
                    state.Planner.Adopt(ordering = await open(adopted.Snapshot));
                }
                if (
                    entry is StepReported { Report: var report }
                    && state.Step(report.Step).TokenHash != report.TokenHash
                )
                    problems.Add(
                        $"step {report.Step}: the trainer reported tokens {report.TokenHash:x16}, the "
                            + $"log has {state.Step(report.Step).TokenHash:x16}."
                    );
            }
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException)
        {
            problems.Add(error.Message);
        }
        finally
        {
            ordering?.Dispose();
        }
        return new ReplayReport(state.Planned, most, problems);
    }

    private static bool RunsDry(SessionState state, int bin) => state.Plan() is PlanAnswer.BinDry dry && dry.Bin == bin;

    private static string? Difference(PlannedStep logged, PlannedStep planned)
    {
        if (logged.Equals(planned))
            return null;
        var row = logged.Rows.Zip(planned.Rows).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"step {logged.Step}: the log and the replay differ: "
            + (
                logged.CurriculumVersion != planned.CurriculumVersion
                    ? $"curriculum version {logged.CurriculumVersion} against {planned.CurriculumVersion}."
                : logged.SnapshotHash != planned.SnapshotHash
                    ? $"snapshot {logged.SnapshotHash:x32} against {planned.SnapshotHash:x32}."
                : !logged.Weights.AsSpan().SequenceEqual(planned.Weights) ? "bin weights."
                : row < logged.Rows.Length && row < planned.Rows.Length
                    ? $"row {row} is {logged.Rows[row]} against {planned.Rows[row]}."
                : !logged.Open.AsSpan().SequenceEqual(planned.Open) ? "what documents are left open."
                : $"{logged.Rows.Length} rows and {logged.Remainder} tokens left against "
                    + $"{planned.Rows.Length} rows and {planned.Remainder}."
            );
    }
}
