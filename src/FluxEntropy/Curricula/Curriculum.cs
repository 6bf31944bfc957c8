using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Sketches;

namespace FluxEntropy.Curricula;

/// <summary>Which documents a training run is served, as a function of its progress. Immutable.</summary>
public sealed record Curriculum
{
    /// <summary>Maximum number of bins.</summary>
    public const int MaxBins = ScheduleScope.MaxBins;

    /// <summary>Number of bins unless one is given.</summary>
    public const int DefaultBins = 6;

    private const int MaxSchedules = 16;

    private readonly int? _bins;

    /// <summary>
    /// Bins of equal mass from the lowest to the highest value of the session's metric, 1 to <see cref="MaxBins"/>. The
    /// default value is the number of weights that the schedule gives, or <see cref="DefaultBins"/> if it gives none.
    /// </summary>
    public int Bins
    {
        get => _bins ?? Schedule?.ImpliedBins ?? DefaultBins;
        init => _bins = value;
    }

    /// <summary>Weights of the bins as a function of the run's progress.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>Order within a bin. The default value is <see cref="BinOrder.Shuffled"/>.</summary>
    public BinOrder Order { get; init; }

    /// <summary>What bins hold equal amounts of. The default value is <see cref="Mass.Tokens"/>.</summary>
    public Mass Mass { get; init; }

    /// <summary>What happens when a bin runs dry. The default value is <see cref="DryBinPolicy.Repeat"/>.</summary>
    public DryBinPolicy Dry { get; init; }

    /// <summary>The part of the schedule that follows reported losses, or null.</summary>
    internal AdaptiveSchedule? Adaptive => Schedule.Adaptive.FirstOrDefault();

    /// <summary>The schedule in the form that the planner uses.</summary>
    /// <param name="totalSteps">Steps of the whole run, at least 1.</param>
    /// <param name="adapted">Current weights of the adaptive schedule, or null.</param>
    public KeyFrames KeyFrames(long totalSteps, double[]? adapted = null) =>
        Schedule.KeyFrames(new ScheduleScope(Bins, totalSteps, adapted));

    /// <summary>What is wrong with it, as the field and what to do; null if nothing is.</summary>
    public string? Problem() =>
        Bins is < 1 or > MaxBins ? $"bins: {Bins} is outside 1 to {MaxBins}."
        : Count(Schedule) > MaxSchedules
            ? $"schedule: it combines {Count(Schedule)} schedules; combine at most {MaxSchedules}."
        : Schedule.Problem(Bins) is { } problem ? $"schedule.{problem}"
        : Schedule.Adaptive.Skip(1).Any() ? "schedule: two of its parts follow reported losses; only one may."
        : null;

    /// <summary>JSON of <see cref="CurriculumJson"/>.</summary>
    public string ToJson() => CurriculumJson.Write(this);

    /// <inheritdoc cref="CurriculumJson.Read(string)"/>
    public static Curriculum FromJson(string json) => CurriculumJson.Read(json);

    private static int Count(Schedule schedule) => 1 + schedule.Parts.Sum(part => part is null ? 0 : Count(part));
}
