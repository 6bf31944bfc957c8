using System.Text.Json.Serialization;
using FluxEntropy.Curricula.Schedules;

namespace FluxEntropy.Curricula;

/// <summary>What a schedule is compiled for.</summary>
/// <param name="Bins">Number of bins, at least 1.</param>
/// <param name="Steps">Steps of the whole run, at least 1.</param>
/// <param name="Adapted">Weights that an adaptive schedule has come to, or null before any loss was reported. [bins]</param>
public readonly record struct ScheduleScope(int Bins, long Steps, double[]? Adapted = null)
{
    /// <summary>Every bin alike. [bins]</summary>
    public double[] Alike => [.. Enumerable.Repeat(1.0, Bins)];

    /// <summary>A length as a share of the run: those up to 1 are shares, those above are steps.</summary>
    public double Share(double length) => length <= 1 ? length : Math.Min(1, length / Steps);

    /// <summary>Progresses at which a smooth curve is sampled: every step of a short run, 1024 parts of a long one.</summary>
    public IEnumerable<double> Samples
    {
        get
        {
            var parts = Math.Min(Steps, 1024);
            for (var i = 0L; i <= parts; i++)
                yield return (double)i / parts;
        }
    }

    /// <summary>All the mass on one bin. [bins]</summary>
    public double[] Only(int bin)
    {
        var weights = new double[Bins];
        weights[bin] = 1;
        return weights;
    }

    /// <summary>The lowest share of the mass, every part of it alike; never less than the first bin. [bins]</summary>
    public double[] Lowest(double share)
    {
        var open = Math.Clamp(share * Bins, 1, Bins);
        var weights = new double[Bins];
        for (var bin = 0; bin < Bins; bin++)
            weights[bin] = Math.Clamp(open - bin, 0, 1);
        return weights;
    }
}

/// <summary>
/// Weights of bins as a function of progress p in [0, 1]. Every schedule is a short way to write
/// <see cref="KeyFrames"/>, which the planner alone knows. In an expression, arguments come in the order of the
/// constructor, and a schedule that is the first of them stands before a bar: <c>sequential | warmup(0.4)</c>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(UniformSchedule), "uniform")]
[JsonDerivedType(typeof(SequentialSchedule), "sequential")]
[JsonDerivedType(typeof(ReverseSchedule), "reverse")]
[JsonDerivedType(typeof(InterleavedSchedule), "interleaved")]
[JsonDerivedType(typeof(ManualSchedule), "manual")]
[JsonDerivedType(typeof(KeyFrameSchedule), "keyFrames")]
[JsonDerivedType(typeof(BabyStepsSchedule), "babySteps")]
[JsonDerivedType(typeof(IncrementalSchedule), "incremental")]
[JsonDerivedType(typeof(StagesSchedule), "stages")]
[JsonDerivedType(typeof(CompetenceSchedule), "competence")]
[JsonDerivedType(typeof(LinearSchedule), "linear")]
[JsonDerivedType(typeof(QuadraticSchedule), "quadratic")]
[JsonDerivedType(typeof(InverseQuadraticSchedule), "inverseQuadratic")]
[JsonDerivedType(typeof(ExponentialSchedule), "exponential")]
[JsonDerivedType(typeof(LogarithmicSchedule), "logarithmic")]
[JsonDerivedType(typeof(SigmoidSchedule), "sigmoid")]
[JsonDerivedType(typeof(StepwiseSchedule), "stepwise")]
[JsonDerivedType(typeof(FixedLinearSchedule), "fixedLinear")]
[JsonDerivedType(typeof(FixedRootSchedule), "fixedRoot")]
[JsonDerivedType(typeof(FixedDiscreteSchedule), "fixedDiscrete")]
[JsonDerivedType(typeof(WindowSchedule), "window")]
[JsonDerivedType(typeof(VShapeSchedule), "vShape")]
[JsonDerivedType(typeof(PeriodicSchedule), "periodic")]
[JsonDerivedType(typeof(SoftmaxSchedule), "softmax")]
[JsonDerivedType(typeof(DoReMiSchedule), "doReMi")]
[JsonDerivedType(typeof(SkillItSchedule), "skillIt")]
[JsonDerivedType(typeof(ThenSchedule), "then")]
[JsonDerivedType(typeof(MixSchedule), "mix")]
[JsonDerivedType(typeof(WarmupSchedule), "warmup")]
[JsonDerivedType(typeof(FloorSchedule), "floor")]
public abstract record Schedule
{
    /// <summary>The schedule as weights at given progresses.</summary>
    public abstract KeyFrames KeyFrames(ScheduleScope scope);

    /// <summary>What is wrong with it for so many bins: the field and what to do, or null.</summary>
    public virtual string? Problem(int bins) => null;

    /// <summary>Schedules that it is made of.</summary>
    internal virtual IEnumerable<Schedule> Parts => [];

    /// <summary>How many bins its weights are for, or null where any number does.</summary>
    internal virtual int? ImpliedBins =>
        Parts.Select(part => part.ImpliedBins).FirstOrDefault(bins => bins is not null);

    /// <summary>Those of it that follow the losses which trainers report.</summary>
    internal IEnumerable<AdaptiveSchedule> Adaptive =>
        Parts.SelectMany(part => part.Adaptive).Concat(this is AdaptiveSchedule adaptive ? [adaptive] : []);

    private protected static string? Outside(string field, double value, double low, double high) =>
        value >= low && value <= high ? null : $"{field}: {value} is outside {low} to {high}.";
}
