using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FluxEntropy.Grains.Telemetry;

/// <summary>Metrics and traces of the pipeline. The names are stable: dashboards may rely on them.</summary>
public static class FluxInstruments
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "FluxEntropy";

    internal static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> DocumentsAppended = Meter.CreateCounter<long>(
        "fluxentropy.ingest.documents",
        "{document}",
        "Documents answered, by status: accepted, present, replaced or quarantined."
    );

    public static readonly Counter<long> DocumentsDeleted = Meter.CreateCounter<long>(
        "fluxentropy.ingest.deleted",
        "{document}",
        "Documents deleted."
    );

    /// <summary>Name of the instrument of grain calls.</summary>
    public const string GrainCalls = "fluxentropy.grain.call.duration";

    internal static readonly Histogram<double> GrainCallDuration = Meter.CreateHistogram<double>(
        GrainCalls,
        "s",
        "Calls answered by grains, by interface and method."
    );

    internal static readonly Counter<long> DocumentsScored = Meter.CreateCounter<long>(
        "fluxentropy.scoring.documents",
        "{document}",
        "Documents in score files published by this process, by device."
    );

    internal static readonly Counter<long> TokensScored = Meter.CreateCounter<long>(
        "fluxentropy.scoring.tokens",
        "{token}",
        "Tokens in score files published by this process, by device."
    );

    internal static readonly Counter<long> RacesLost = Meter.CreateCounter<long>(
        "fluxentropy.scoring.races_lost",
        "{segment}",
        "Segments that another scorer had published first."
    );

    internal static readonly Histogram<double> SegmentDuration = Meter.CreateHistogram<double>(
        "fluxentropy.scoring.segment.duration",
        "s",
        "From lease to published score file."
    );

    internal static readonly Counter<long> DocumentsIndexed = Meter.CreateCounter<long>(
        "fluxentropy.aggregation.documents",
        "{document}",
        "Documents read by bin aggregators."
    );

    internal static readonly Counter<long> RunsSealed = Meter.CreateCounter<long>(
        "fluxentropy.aggregation.runs",
        "{run}",
        "Sorted runs sealed."
    );

    internal static readonly Counter<long> StepsPlanned = Meter.CreateCounter<long>(
        "fluxentropy.session.steps",
        "{step}",
        "Steps planned and logged."
    );

    internal static readonly Counter<long> CurriculumUpdates = Meter.CreateCounter<long>(
        "fluxentropy.session.curriculum_updates",
        "{update}",
        "Curriculum updates, by outcome: accepted or stale."
    );

    internal static readonly Counter<long> StepsTrained = Meter.CreateCounter<long>(
        "fluxentropy.training.steps",
        "{step}",
        "Optimizer steps."
    );

    internal static readonly Counter<long> TokensTrained = Meter.CreateCounter<long>(
        "fluxentropy.training.tokens",
        "{token}",
        "Tokens trained on."
    );

    internal static readonly Histogram<double> StepDuration = Meter.CreateHistogram<double>(
        "fluxentropy.training.step.duration",
        "s",
        "One optimizer step, the wait for its batch excluded."
    );
}
