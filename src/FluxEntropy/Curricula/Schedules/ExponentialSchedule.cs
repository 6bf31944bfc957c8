namespace FluxEntropy.Curricula.Schedules;

/// <summary>Pace (e^(kp) − 1) / (e^k − 1).</summary>
/// <param name="Start">Share of the mass at first. The default value is 0.1.</param>
/// <param name="Rate">k, above 0 and at most 50. The default value is 5.</param>
public sealed record ExponentialSchedule(double Start = 0.1, double Rate = 5) : PacingSchedule(Start)
{
    public override string? Problem(int bins) => base.Problem(bins) ?? Outside("rate", Rate, 1e-3, 50);

    internal override double Pace(double p) => (Math.Exp(Rate * p) - 1) / (Math.Exp(Rate) - 1);
}
