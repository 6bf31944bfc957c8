namespace FluxEntropy.Curricula.Schedules;

/// <summary>Pace p.</summary>
/// <param name="Start">Share of the mass at first. The default value is 0.1.</param>
public sealed record LinearSchedule(double Start = 0.1) : PacingSchedule(Start)
{
    internal override double Pace(double p) => p;
}
