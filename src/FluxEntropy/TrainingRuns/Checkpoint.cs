namespace FluxEntropy.TrainingRuns;

/// <summary>Weights, optimizer and random state after <paramref name="Step"/> steps.</summary>
/// <param name="Step">Steps that were trained.</param>
/// <param name="Branch">The session's branch that they were trained on.</param>
/// <param name="Folder">Where the engine's files are.</param>
/// <param name="Files">XXH128 of each of them, 32 hexadecimal digits.</param>
/// <param name="Validation">What was last measured before it; null where nothing was, and in checkpoints made before it was kept.</param>
public sealed record Checkpoint(
    long Step,
    int Branch,
    string Folder,
    SortedDictionary<string, string> Files,
    Validation? Validation = null
);
