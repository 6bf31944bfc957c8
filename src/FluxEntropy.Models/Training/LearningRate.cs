using FluxEntropy.Engines;

namespace FluxEntropy.Models.Training;

/// <summary>
/// The learning rate of a step: linear warm-up, then constant, or a cosine down to a tenth of the peak.
/// </summary>
internal static class LearningRate
{
    internal static double At(long step, TrainingOptions options)
    {
        if (step < options.WarmupSteps)
            return options.LearningRate * (step + 1) / options.WarmupSteps;
        if (options.TotalSteps <= options.WarmupSteps)
            return options.LearningRate;
        var progress = Math.Min(1.0, (double)(step - options.WarmupSteps) / (options.TotalSteps - options.WarmupSteps));
        return options.LearningRate * (0.1 + 0.45 * (1 + Math.Cos(Math.PI * progress)));
    }
}
