using FluxEntropy.V1;

namespace FluxEntropy.Cli.Demo;

/// <summary>Losses of the run. [nats a token]</summary>
/// <param name="First">Of the first step.</param>
/// <param name="Last">Of the last step, which is one batch of the bins that were served last.</param>
/// <param name="Smoothed">Exponential moving average at the end; about the last 20 steps count.</param>
/// <param name="HeldOut">At the end, on documents held out; null if the corpus holds none out.</param>
/// <param name="UniformSample">At the end, on a uniform sample of the ranked documents, if the corpus holds none out.</param>
internal sealed record DemoLoss(double First, double Last, double Smoothed, double? HeldOut, double? UniformSample)
{
    public static DemoLoss Of(TrainingStatus status) =>
        new(
            status.FirstLoss,
            status.LastLoss,
            status.SmoothedLoss,
            status.HasValidationLoss ? status.ValidationLoss : null,
            status.HasSampleLoss ? status.SampleLoss : null
        );
}
