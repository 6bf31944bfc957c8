using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Questions;

/// <summary>What <c>flux bench questions --json</c> prints.</summary>
/// <param name="Steps">Steps of the run, all of them in the session's log.</param>
/// <param name="LogBytes">Size of that log.</param>
/// <param name="OpenSeconds">The first question of all, for which the log is read.</param>
/// <param name="BytesAStep">Managed memory that the session takes for each step.</param>
/// <param name="Show">What <c>flux session show</c> asks, together.</param>
/// <param name="Window">What a tenth of the steps served, somewhere in the run.</param>
/// <param name="Step">A trainer's step, nothing else being asked.</param>
/// <param name="StepDuringPreviews">The same while four clients preview 10,000 steps each.</param>
public sealed record QuestionsBenchReport(
    int Steps,
    long LogBytes,
    double OpenSeconds,
    double BytesAStep,
    Latency Show,
    Latency Window,
    Latency Step,
    Latency StepDuringPreviews
);
