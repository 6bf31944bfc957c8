namespace FluxEntropy.Benchmarks.Training;

/// <summary>Model, batches and steps that the trainer and the bare loop share.</summary>
internal static class TrainerBenchModel
{
    public const int Rows = 8;
    public const int Time = 128;
    public const int Layers = 4;
    public const int Heads = 4;
    public const int Hidden = 128;
    public const int Vocabulary = 4096;
    public const int WarmUp = 3;
    public const int Steps = 20;
}
