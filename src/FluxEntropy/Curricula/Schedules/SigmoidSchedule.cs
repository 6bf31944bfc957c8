namespace FluxEntropy.Curricula.Schedules;

/// <summary>Pace σ(k(p − ½)), scaled to go from 0 to 1.</summary>
/// <param name="Start">Share of the mass at first. The default value is 0.1.</param>
/// <param name="Steepness">k, above 0 and at most 100. The default value is 10.</param>
public sealed record SigmoidSchedule(double Start = 0.1, double Steepness = 10) : PacingSchedule(Start)
{
    public override string? Problem(int bins) => base.Problem(bins) ?? Outside("steepness", Steepness, 1e-3, 100);

    internal override double Pace(double p) => (Logistic(p) - Logistic(0)) / (Logistic(1) - Logistic(0));

    private double Logistic(double p) => 1 / (1 + Math.Exp(-Steepness * (p - 0.5)));
}
