namespace FluxEntropy.Curricula.Schedules;

/// <summary>Baby steps: the lowest bin, then the two lowest, up to all K, each for a K-th of the run (Bengio et al., "Curriculum Learning", 2009).</summary>
public sealed record BabyStepsSchedule : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Curricula.KeyFrames.Held([
            .. Enumerable
                .Range(0, scope.Bins)
                .Select(stage => new KeyFrame((double)stage / scope.Bins, scope.Lowest((stage + 1.0) / scope.Bins))),
        ]);
}

/// <summary>Stages of their own lengths: the k-th of n serves the lowest k/n of the mass, so that each adds to the ones before.</summary>
/// <param name="Lengths">Length of each stage, all in shares of the run (up to 1) or all in steps (above 1); the last one goes on to the end.</param>
public sealed record IncrementalSchedule(double[] Lengths) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Curricula.KeyFrames.Held([
            .. Stages
                .Starts(Lengths, scope)
                .Select((at, stage) => new KeyFrame(at, scope.Lowest((stage + 1.0) / Lengths.Length))),
        ]);

    public override string? Problem(int bins) => Stages.Problem("lengths", Lengths);
}

/// <summary>A stage of a schedule.</summary>
/// <param name="Length">A share of the run (up to 1), or steps (above 1).</param>
/// <param name="Weights">One for each bin. [bins]</param>
public sealed record Stage(double Length, double[] Weights);

/// <summary>Stages of their own lengths and weights: any hybrid of levels, such as <c>stages(20000:[1,0,0], 30000:[1,2,0], 70000:[1,1,2])</c>.</summary>
/// <param name="Of">The stages, all lengths in shares or all in steps; the last one goes on to the end.</param>
public sealed record StagesSchedule(Stage[] Of) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Curricula.KeyFrames.Held([
            .. Stages
                .Starts([.. Of.Select(stage => stage.Length)], scope)
                .Select((at, i) => new KeyFrame(at, Of[i].Weights)),
        ]);

    public override string? Problem(int bins)
    {
        if (Of is null || Array.IndexOf(Of, null) >= 0)
            return "of: give a list of stages, each with length and weights.";
        if (Stages.Problem("of", [.. Of.Select(stage => stage.Length)]) is { } problem)
            return problem;
        return Of.Select((stage, i) => BinWeights.Problem($"of[{i}].weights", stage.Weights, bins))
            .FirstOrDefault(found => found is not null);
    }

    internal override int? ImpliedBins => Of is [{ Weights: { } weights }, ..] ? weights.Length : null;
}

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
        if (lengths is not { Length: > 0 and <= Curriculum.MaxBins })
            return $"{field}: {lengths?.Length ?? 0} stages; give 1 to {Curriculum.MaxBins}.";
        var bad = Array.FindIndex(lengths, length => !(length > 0 && double.IsFinite(length)));
        if (bad >= 0)
            return $"{field}[{bad}]: {lengths[bad]} is not a length; give shares of the run (up to 1) or steps (above 1).";
        return lengths.Any(length => length <= 1) && lengths.Any(length => length > 1)
                ? $"{field}: some are shares of the run (up to 1), others steps (above 1); give all of them in one unit."
            : lengths[0] <= 1 && lengths.Sum() > 1 + 1e-9 ? $"{field}: the shares sum to {lengths.Sum()}, above 1."
            : null;
    }
}
