namespace FluxEntropy.Curricula.Schedules;

/// <summary>Pace 1 − (1 − p)²: fast at first.</summary>
/// <param name="Start">Share of the mass at first. The default value is 0.1.</param>
public sealed record InverseQuadraticSchedule(double Start = 0.1) : PacingSchedule(Start)
{
    internal override double Pace(double p) => 1 - (1 - p) * (1 - p);
}
