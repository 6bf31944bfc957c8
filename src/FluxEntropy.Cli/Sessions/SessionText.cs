using FluxEntropy.Cli.Curricula;
using FluxEntropy.Cli.Output;
using FluxEntropy.Cli.Training;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Sessions;

/// <summary>Sessions as people and as scripts read them.</summary>
internal static class SessionText
{
    public static object Json(Session session) =>
        new
        {
            session.Name,
            session.Id,
            session.Corpus,
            session.Metric,
            session.Batch,
            session.Time,
            session.TotalSteps,
            session.Seed,
            created = session.Created?.ToDateTimeOffset(),
            session.NextStep,
            session.ReportedSteps,
            session.Branch,
            session.Snapshot,
            session.SnapshotDocuments,
            curriculumVersion = session.Curriculum?.Version,
            curriculum = CurriculumText.Json(session.Curriculum?.Curriculum),
            separatorToken = session.HasSeparatorToken ? session.SeparatorToken : (uint?)null,
            firstLoss = session.HasFirstLoss ? session.FirstLoss : (double?)null,
            lastLoss = session.HasLastLoss ? session.LastLoss : (double?)null,
            smoothedLoss = session.HasSmoothedLoss ? session.SmoothedLoss : (double?)null,
            notes = session.Notes,
            session.Problem,
        };

    /// <param name="session">The session.</param>
    /// <param name="training">Its trainer inside the server.</param>
    public static IEnumerable<(string Name, string Value)> Facts(Session session, TrainingStatus training)
    {
        yield return ("corpus", session.Corpus);
        yield return ("ordered by", session.Metric);
        yield return (
            "steps",
            $"{session.ReportedSteps:N0} trained, {session.NextStep:N0} handed out, of {session.TotalSteps:N0}"
        );
        if (LossText.Of(Losses(session, training)) is { Length: > 0 } losses)
            yield return ("loss", losses);
        yield return ("batch", $"{Units.Count(session.Batch, "row")} of {Units.Count(session.Time, "token")}");
        yield return ("seed", session.Seed.ToString());
        if (session.Curriculum is { Curriculum: { } spec } state)
            yield return ("curriculum", $"version {state.Version}: {CurriculumText.Of(spec)}");
        yield return (
            "snapshot",
            session.Snapshot.Length == 0
                ? "none yet"
                : $"{session.Snapshot} ({Units.Count((long)session.SnapshotDocuments, "ranked document")})"
        );
        yield return ("branch", session.Branch.ToString());
        yield return (
            "created",
            session.Created is null ? "" : $"{session.Created.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss} UTC"
        );
        yield return ("id", session.Id);
        foreach (var note in session.Notes)
            yield return ("note", note);
    }

    // The session knows the losses of trainers outside, too.
    private static TrainingStatus Losses(Session session, TrainingStatus training)
    {
        var losses = new TrainingStatus(training);
        if (session.HasFirstLoss)
            losses.FirstLoss = session.FirstLoss;
        if (session.HasSmoothedLoss)
            losses.SmoothedLoss = session.SmoothedLoss;
        return losses;
    }
}
