namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// Serves the lowest g(p) of the mass, every part of it alike; a pacing function in the sense of Hacohen and Weinshall, "On the Power
/// of Curriculum Learning in Training Deep Networks" (2019). Never less than the first bin.
/// </summary>
/// <param name="Start">What is served at first, as a share of the mass.</param>
public abstract record PacingSchedule(double Start) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        new([.. scope.Samples.Select(p => new KeyFrame(p, scope.Lowest(Start + (1 - Start) * Pace(p))))]);

    public override string? Problem(int bins) => Outside("start", Start, 0, 1);

    /// <summary>How far the way from <see cref="Start"/> to everything is done, 0 to 1, never falling.</summary>
    internal abstract double Pace(double p);
}

/// <summary>Competence: g = (p·(1 − c0^r) + c0^r)^(1/r), with r = 2 the square root of Platanios et al., "Competence-based Curriculum Learning for NMT" (2019).</summary>
/// <param name="Start">c0. The default value is 0.01.</param>
/// <param name="Root">r, 1 to 100. The default value is 2.</param>
public sealed record CompetenceSchedule(double Start = 0.01, double Root = 2) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope)
    {
        var first = Math.Pow(Start, Root);
        return new([
            .. scope.Samples.Select(p => new KeyFrame(p, scope.Lowest(Math.Pow(p * (1 - first) + first, 1 / Root)))),
        ]);
    }

    public override string? Problem(int bins) => Outside("start", Start, 0, 1) ?? Outside("root", Root, 1, 100);
}

/// <summary>Pace p.</summary>
/// <param name="Start">Share of the mass at first. The default value is 0.1.</param>
public sealed record LinearSchedule(double Start = 0.1) : PacingSchedule(Start)
{
    internal override double Pace(double p) => p;
}

/// <summary>Pace p²: slow at first.</summary>
/// <param name="Start">Share of the mass at first. The default value is 0.1.</param>
public sealed record QuadraticSchedule(double Start = 0.1) : PacingSchedule(Start)
{
    internal override double Pace(double p) => p * p;
}

/// <summary>Pace 1 − (1 − p)²: fast at first.</summary>
/// <param name="Start">Share of the mass at first. The default value is 0.1.</param>
public sealed record InverseQuadraticSchedule(double Start = 0.1) : PacingSchedule(Start)
{
    internal override double Pace(double p) => 1 - (1 - p) * (1 - p);
}

/// <summary>Pace (e^(kp) − 1) / (e^k − 1).</summary>
/// <param name="Start">Share of the mass at first. The default value is 0.1.</param>
/// <param name="Rate">k, above 0 and at most 50. The default value is 5.</param>
public sealed record ExponentialSchedule(double Start = 0.1, double Rate = 5) : PacingSchedule(Start)
{
    public override string? Problem(int bins) => base.Problem(bins) ?? Outside("rate", Rate, 1e-3, 50);

    internal override double Pace(double p) => (Math.Exp(Rate * p) - 1) / (Math.Exp(Rate) - 1);
}

/// <summary>Pace ln(1 + p·(e^k − 1)) / k, the inverse of the exponential one.</summary>
/// <param name="Start">Share of the mass at first. The default value is 0.1.</param>
/// <param name="Rate">k, above 0 and at most 50. The default value is 5.</param>
public sealed record LogarithmicSchedule(double Start = 0.1, double Rate = 5) : PacingSchedule(Start)
{
    public override string? Problem(int bins) => base.Problem(bins) ?? Outside("rate", Rate, 1e-3, 50);

    internal override double Pace(double p) => Math.Log(1 + p * (Math.Exp(Rate) - 1)) / Rate;
}

/// <summary>Pace σ(k(p − ½)), scaled to go from 0 to 1.</summary>
/// <param name="Start">Share of the mass at first. The default value is 0.1.</param>
/// <param name="Steepness">k, above 0 and at most 100. The default value is 10.</param>
public sealed record SigmoidSchedule(double Start = 0.1, double Steepness = 10) : PacingSchedule(Start)
{
    public override string? Problem(int bins) => base.Problem(bins) ?? Outside("steepness", Steepness, 1e-3, 100);

    internal override double Pace(double p) => (Logistic(p) - Logistic(0)) / (Logistic(1) - Logistic(0));

    private double Logistic(double p) => 1 / (1 + Math.Exp(-Steepness * (p - 0.5)));
}

/// <summary>n equal stages: the k-th serves the lowest Start + (1 − Start)·(k − 1)/(n − 1) of the mass.</summary>
/// <param name="Start">Share of the mass at first. The default value is 0.1.</param>
/// <param name="Stages">n, 2 to 256. The default value is 5.</param>
public sealed record StepwiseSchedule(double Start = 0.1, int Stages = 5) : Schedule
{
    public override KeyFrames KeyFrames(ScheduleScope scope) =>
        Curricula.KeyFrames.Held([
            .. Enumerable
                .Range(0, Stages)
                .Select(k => new KeyFrame((double)k / Stages, scope.Lowest(Start + (1 - Start) * k / (Stages - 1)))),
        ]);

    public override string? Problem(int bins) =>
        Outside("start", Start, 0, 1) ?? Outside("stages", Stages, 2, Curriculum.MaxBins);
}
