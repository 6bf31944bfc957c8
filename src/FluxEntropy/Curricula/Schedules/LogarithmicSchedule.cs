namespace FluxEntropy.Curricula.Schedules;

/// <summary>Pace ln(1 + p·(e^k − 1)) / k, the inverse of the exponential one.</summary>
/// <param name="Start">Share of the mass at first. The default value is 0.1.</param>
/// <param name="Rate">k, above 0 and at most 50. The default value is 5.</param>
public sealed record LogarithmicSchedule(double Start = 0.1, double Rate = 5) : PacingSchedule(Start)
{
    public override string? Problem(int bins) => base.Problem(bins) ?? Outside("rate", Rate, 1e-3, 50);

    internal override double Pace(double p) => Math.Log(1 + p * (Math.Exp(Rate) - 1)) / Rate;
}
