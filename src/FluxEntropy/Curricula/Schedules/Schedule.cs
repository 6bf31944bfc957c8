using System.Text.Json.Serialization;

namespace FluxEntropy.Curricula.Schedules;

/// <summary>
/// Weights of bins as a function of progress p in [0, 1]. Every schedule is a short way to write
/// <see cref="KeyFrames"/>, the only form that the planner knows. In an expression, arguments have the order of the
/// constructor; if the first one is a schedule, it is written before a bar: <c>sequential | warmup(0.4)</c>.
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
    /// <summary>The schedule as weights at given points of progress.</summary>
    public abstract KeyFrames KeyFrames(ScheduleScope scope);

    /// <summary>
    /// What is wrong with it for that number of bins, as the field and what to do; null if nothing is.
    /// </summary>
    public virtual string? Problem(int bins) => null;

    /// <summary>The schedules that it combines.</summary>
    internal virtual IEnumerable<Schedule> Parts => [];

    /// <summary>The number of bins that its weights are for, or null if it works with any number.</summary>
    internal virtual int? ImpliedBins =>
        Parts.Select(part => part.ImpliedBins).FirstOrDefault(bins => bins is not null);

    /// <summary>The parts of it that follow the losses that trainers report.</summary>
    internal IEnumerable<AdaptiveSchedule> Adaptive =>
        Parts.SelectMany(part => part.Adaptive).Concat(this is AdaptiveSchedule adaptive ? [adaptive] : []);

    private protected static string? Outside(string field, double value, double low, double high) =>
        value >= low && value <= high ? null : $"{field}: {value} is outside {low} to {high}.";
}
