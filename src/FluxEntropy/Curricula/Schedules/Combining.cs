namespace FluxEntropy.Curricula.Schedules;

internal static class Combining
{
    public static string? Problem(string field, Schedule? part, int bins) =>
        part is null ? $"{field}: it is missing; give a schedule."
        : part.Problem(bins) is { } problem ? $"{field}.{problem}"
        : null;

    public static string? BoundProblem(string field, double bound) =>
        bound > 0 && bound != 1 && double.IsFinite(bound)
            ? null
            : $"{field}: {bound} is neither a share of the run above 0 and below 1 nor a step above 1.";
}
