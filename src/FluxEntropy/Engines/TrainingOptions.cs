namespace FluxEntropy.Engines;

/// <summary>The model a session trains and how.</summary>
public sealed record TrainingOptions
{
    /// <summary>Family of the model, one that <see cref="IEngineFactory.Trainable"/> lists. The default value is <c>llama</c>.</summary>
    public string Architecture { get; init; } = "llama";

    /// <summary>Vocabulary size of the token set.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Transformer layers. The default value is 2.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>Attention heads. The default value is 4.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Width of the residual stream. The default value is 64.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Predicted tokens of a row. The default value is 128.</summary>
    public int Time { get; init; } = 128;

    /// <summary>Peak learning rate. The default value is 1e-3.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Steps of linear warm-up. The default value is 20.</summary>
    public int WarmupSteps { get; init; } = 20;

    /// <summary>
    /// Total steps, at which a cosine schedule ends at a tenth of the peak; 0 keeps the rate constant after warm-up.
    /// The default value is 0.
    /// </summary>
    public long TotalSteps { get; init; }

    /// <summary>
    /// Parts into which the rows of a batch are cut, so that only one part's activations are in memory at a time; their gradients add up
    /// to those of the whole. At most the rows of a batch are used. The default value is 1.
    /// </summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>AdamW weight decay. The default value is 0.1.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>Largest gradient norm. The default value is 1.</summary>
    public double ClipNorm { get; init; } = 1.0;

    /// <summary>Seed of the initial weights. The default value is 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>CPU threads of the trainer. The default value is 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Folder of the tokenizer that made the token ids: its files are written into each checkpoint, which is a whole model then.
    /// Null, or where it holds another tokenizer than <see cref="TokenizerHash"/> says, for none. The default value is null.
    /// </summary>
    public string? TokenizerFolder { get; init; }

    /// <summary>Hash of that tokenizer; see <see cref="Scores.ScoringProfile.TokenizerHash"/>.</summary>
    public string TokenizerHash { get; init; } = "";
}
