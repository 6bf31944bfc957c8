using FluxEntropy.Engines;
using FluxEntropy.Sessions;

namespace FluxEntropy.TrainingRuns;

/// <summary>
/// What a session trains, where, and how often the model is saved and looked at. It is published with the first start of the run,
/// and holds from then on.
/// </summary>
/// <param name="Architecture">Family of the model, such as <c>llama</c>.</param>
/// <param name="Layers">Transformer layers.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Hidden">Width of the residual stream.</param>
/// <param name="LearningRate">Peak learning rate.</param>
/// <param name="WarmupSteps">Steps of linear warm-up.</param>
/// <param name="CheckpointSteps">Steps from one checkpoint to the next, at least 1.</param>
/// <param name="Threads">CPU threads, where it is trained on a processor.</param>
/// <param name="Cosine">Whether the learning rate follows a cosine after its warm-up.</param>
/// <param name="Accumulation">Parts that a batch is split into.</param>
/// <param name="ValidationSteps">Steps from one look at the documents held out, or at a uniform sample, to the next; 0: never.</param>
/// <param name="ValidationRows">Rows of such documents; 0: none.</param>
/// <param name="Device">
/// A device such as <c>cuda:0</c>; empty: that of the silo which the run is on (<see cref="TrainingDevices"/>); null, as in plans
/// of before there was a choice: the processor.
/// </param>
public sealed record TrainingPlan(
    string Architecture,
    int Layers,
    int Heads,
    int Hidden,
    double LearningRate,
    int WarmupSteps,
    int CheckpointSteps,
    int Threads,
    bool Cosine = false,
    int Accumulation = 1,
    int ValidationSteps = 0,
    int ValidationRows = 0,
    string? Device = null
)
{
    /// <summary>The options of the model's engine.</summary>
    public TrainingOptions Options(SessionSettings session, int vocabularySize) =>
        new()
        {
            Architecture = Architecture,
            VocabularySize = vocabularySize,
            Layers = Layers,
            Heads = Heads,
            Hidden = Hidden,
            Time = session.Time,
            LearningRate = LearningRate,
            WarmupSteps = WarmupSteps,
            TotalSteps = Cosine ? session.TotalSteps : 0,
            Accumulation = Accumulation,
            Seed = session.Seed,
            Threads = Threads,
        };
}
