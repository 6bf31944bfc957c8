namespace FluxEntropy.TrainingRuns;

/// <summary>A loss on documents that are the same at every step, so that the steps of a run compare.</summary>
/// <param name="Loss">Mean cross-entropy in nats a token.</param>
/// <param name="Step">Steps that were trained when it was measured.</param>
/// <param name="IsSample">
/// Whether the documents are a uniform sample of the ranked ones, which are trained on, because the corpus holds none out. Else they are
/// held out.
/// </param>
public sealed record Validation(double Loss, long Step, bool IsSample);
