using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using Progress = FluxEntropy.Cli.Output.Progress;

namespace FluxEntropy.Cli.Demo;

/// <summary>How far a demo is, in one line.</summary>
internal static class DemoProgress
{
    public static Progress Of(DemoScoring scoring, TrainingStatus? training)
    {
        var scored =
            scoring.Latest is not { } corpus ? ""
            : scoring.Tokens == 0 ? $"scored {corpus.Indexed:N0} of {corpus.Documents:N0}"
            : $"scored {corpus.Indexed:N0} of {corpus.Documents:N0} · "
                + Units.Rate(scoring.Tokens / scoring.Elapsed.TotalSeconds, "tokens");
        return training is { HasLastLoss: true }
            ? new(
                training.Step,
                training.TotalSteps,
                $"{scored} · step {training.Step:N0} of {training.TotalSteps:N0} · "
                    + $"loss {(training.HasSmoothedLoss ? training.SmoothedLoss : training.LastLoss):0.000} nats"
            )
            : new(0, null, scored);
    }
}
