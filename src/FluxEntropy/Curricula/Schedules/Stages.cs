namespace FluxEntropy.Curricula.Schedules;

internal static class Stages
{
    /// <summary>Where each stage begins, as progress; those beyond the end of the run are left out.</summary>
    public static IEnumerable<double> Starts(double[] lengths, ScheduleScope scope)
    {
        var before = 0.0;
        foreach (var length in lengths)
        {
            var at = lengths[0] <= 1 ? before : before / scope.Steps;
            if (at > 1)
                yield break;
            yield return at;
            before += length;
        }
    }

    public static string? Problem(string field, double[]? lengths)
    {
        if (lengths is not { Length: > 0 and <= ScheduleScope.MaxBins })
            return $"{field}: {lengths?.Length ?? 0} stages; give 1 to {ScheduleScope.MaxBins}.";
        var bad = Array.FindIndex(lengths, length => !(length > 0 && double.IsFinite(length)));
        if (bad >= 0)
            return $"{field}[{bad}]: {lengths[bad]} is not a length; give shares of the run (up to 1) or steps (above 1).";
        return lengths.Any(length => length <= 1) && lengths.Any(length => length > 1)
                ? $"{field}: some are shares of the run (up to 1), others steps (above 1); give all of them in one unit."
            : lengths[0] <= 1 && lengths.Sum() > 1 + 1e-9 ? $"{field}: the shares sum to {lengths.Sum()}, above 1."
            : null;
    }
}
