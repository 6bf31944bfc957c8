namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// Stages of given lengths and weights, such as <c>stages(20000:[1,0,0], 30000:[1,2,0], 70000:[1,1,2])</c>.
/// </summary>
/// <param name="Of">The stages, all lengths as shares or all in steps; the last one extends to the end.</param>
public sealed record StagesSchedule(Stage[] Of) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Curricula.Schedules.KeyFrames.Held([
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
