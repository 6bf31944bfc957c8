using FluxEntropy.V1;

namespace FluxEntropy.Cli.Training;

/// <summary>
/// The losses of a run as people read them. What the model has learned comes first: the loss on documents that are the same at every
/// step. The loss of a step is that of the bins that it was drawn from.
/// </summary>
internal static class LossText
{
    /// <summary>
    /// Such as <c>4.500 on documents held out, training 5.125 → 4.300 (smoothed) nats a token</c>; empty before the first step.
    /// </summary>
    public static string Of(TrainingStatus status)
    {
        string?[] parts = [Measured(status), Trained(status)];
        return string.Join(", ", parts.OfType<string>()) is { Length: > 0 } losses ? $"{losses} nats a token" : "";
    }

    /// <summary>The loss on documents that are the same at every step, or null before it was measured.</summary>
    public static string? Measured(TrainingStatus status) =>
        status.HasValidationLoss ? $"{status.ValidationLoss:0.000} on documents held out"
        : status.HasSampleLoss ? $"{status.SampleLoss:0.000} on a uniform sample"
        : null;

    /// <summary>From the first step to the average of the last ones, or null before the first step.</summary>
    public static string? Trained(TrainingStatus status) =>
        !status.HasFirstLoss ? null
        : status.HasSmoothedLoss ? $"training {status.FirstLoss:0.000} → {status.SmoothedLoss:0.000} (smoothed)"
        : $"training {status.FirstLoss:0.000} → {status.LastLoss:0.000}"; // an older server
}
