namespace FluxEntropy.Models.Checkpoints;

/// <summary>Families of decoder-only transformers that can be loaded.</summary>
internal enum Architecture
{
    Llama,
    Qwen2,
    Gpt2,
}

/// <summary>Llama 3's stretching of rotary wavelengths.</summary>
/// <param name="Factor">What long wavelengths are multiplied by.</param>
/// <param name="LowFrequencyFactor">Wavelengths above original context ÷ this are stretched.</param>
/// <param name="HighFrequencyFactor">Wavelengths below original context ÷ this are kept.</param>
/// <param name="OriginalContext">Context before stretching, in tokens.</param>
internal sealed record Llama3RopeScaling(
    double Factor,
    double LowFrequencyFactor,
    double HighFrequencyFactor,
    double OriginalContext
);

/// <summary>The geometry of a model: everything in config.json that decides what its forward pass computes.</summary>
internal sealed record ModelConfig
{
    internal required Architecture Architecture { get; init; }

    internal required int Vocabulary { get; init; }

    internal required int Hidden { get; init; }

    internal required int Layers { get; init; }

    internal required int Heads { get; init; }

    internal required int KeyValueHeads { get; init; }

    internal required int HeadSize { get; init; }

    internal required int Intermediate { get; init; }

    /// <summary>Longest input, in tokens.</summary>
    internal required int Context { get; init; }

    internal required double NormEpsilon { get; init; }

    /// <summary>Base of the rotary frequencies; unused by gpt2, whose positions are learned.</summary>
    internal double RopeTheta { get; init; } = 10_000;

    internal Llama3RopeScaling? RopeScaling { get; init; }

    internal bool QueryKeyValueBias { get; init; }

    internal bool AttentionOutputBias { get; init; }

    internal bool MlpBias { get; init; }

    /// <summary>Whether the head is the token embedding.</summary>
    internal bool TiedHead { get; init; }

    internal int QueryWidth => Heads * HeadSize;

    internal int KeyValueWidth => KeyValueHeads * HeadSize;

    /// <summary>Columns of the fused projection: queries, then keys, then values.</summary>
    internal int FusedWidth => QueryWidth + 2 * KeyValueWidth;

    /// <summary>Whether layers normalise by root mean square and gate their MLP (llama, qwen2) or not (gpt2).</summary>
    internal bool IsGated => Architecture is not Architecture.Gpt2;
}
