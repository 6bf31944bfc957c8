using System.Text.Json.Serialization;

namespace FluxEntropy.Curricula.Schedules;

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
