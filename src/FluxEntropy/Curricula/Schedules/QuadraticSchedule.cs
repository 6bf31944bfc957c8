namespace FluxEntropy.Curricula.Schedules;

/// <summary>Pace p²: slow at first.</summary>
/// <param name="Start">Share of the mass at first. The default value is 0.1.</param>
public sealed record QuadraticSchedule(double Start = 0.1) : PacingSchedule(Start)
{
    internal override double Pace(double p) => p * p;
}
