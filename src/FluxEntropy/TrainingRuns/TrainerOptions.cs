namespace FluxEntropy.TrainingRuns;

/// <summary>How long a training run waits.</summary>
public sealed record TrainerOptions
{
    /// <summary>Until it asks for a step again for which too few documents were ranked. The default value is 200 ms.</summary>
    public TimeSpan DocumentWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Until it goes on from its checkpoint after it could not reach its session or the disk. The default value is 2 s.</summary>
    public TimeSpan InterruptionWait { get; init; } = TimeSpan.FromSeconds(2);
}
