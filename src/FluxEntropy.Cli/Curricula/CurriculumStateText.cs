using FluxEntropy.Cli.Output;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Curricula;

/// <summary>The curriculum of a session as it stands, for people and for scripts.</summary>
internal static class CurriculumStateText
{
    /// <summary>Its facts as pairs of name and value.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(CurriculumState state)
    {
        yield return ("version", $"{state.Version}, from step {state.FromStep:N0}");
        yield return ("schedule", CurriculumText.Of(state.Curriculum));
        yield return ("next step", $"{state.NextStep:N0} of {state.TotalSteps:N0}");
        if (state.Author.Length > 0)
            yield return ("by", state.Author);
        if (state.Reason.Length > 0)
            yield return ("why", state.Reason);
        if (state.Time is { } time)
            yield return ("since", $"{time.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss} UTC");
    }

    public static object Json(string session, CurriculumState state) =>
        new
        {
            session,
            state.Version,
            state.FromStep,
            state.NextStep,
            state.TotalSteps,
            state.Author,
            state.Reason,
            time = state.Time?.ToDateTimeOffset(),
            curriculum = CurriculumText.Json(state.Curriculum),
            weights = state.Weights,
        };
}
