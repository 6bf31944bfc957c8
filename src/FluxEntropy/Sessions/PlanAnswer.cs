namespace FluxEntropy.Sessions;

/// <summary>What planning a step came to.</summary>
public abstract record PlanAnswer
{
    private PlanAnswer() { }

    /// <summary>The step is planned; it counts once it is applied.</summary>
    /// <param name="Step">The plan.</param>
    public sealed record Planned(PlannedStep Step) : PlanAnswer;

    /// <summary>A bin has no document left that was not served, and the curriculum says to stop there.</summary>
    /// <param name="Step">The step that cannot be planned.</param>
    /// <param name="Bin">The bin, from 0.</param>
    /// <param name="Bins">Bins of the curriculum.</param>
    public sealed record BinDry(long Step, int Bin, int Bins) : PlanAnswer;
}
