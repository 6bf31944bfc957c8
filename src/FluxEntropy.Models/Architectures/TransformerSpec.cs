namespace FluxEntropy.Models.Architectures;

/// <summary>
/// A decoder-only transformer, layer by layer: everything that decides what its forward pass computes, and what its
/// tensors
/// are called. Two specifications are equal where the same weights give the same logits.
/// </summary>
internal sealed record TransformerSpec
{
    /// <summary>Name of a head that is not the token embedding. [vocabulary, hidden]</summary>
    internal const string SeparateHead = "lm_head.weight";

    /// <summary>Reads and writes config.json for it.</summary>
    internal required IModelFamily Family { get; init; }

    /// <summary>Tokens.</summary>
    internal required int Vocabulary { get; init; }

    /// <summary>Width of the residual stream.</summary>
    internal required int Hidden { get; init; }

    /// <summary>How often <see cref="Layer"/> stands one after the other.</summary>
    internal required int Layers { get; init; }

    /// <summary>Longest input, in tokens.</summary>
    internal required int Context { get; init; }

    /// <summary>Name of the token embedding. [vocabulary, hidden]</summary>
    internal required string Embedding { get; init; }

    /// <summary>How a token's position enters.</summary>
    internal required PositionSpec Positions { get; init; }

    /// <summary>What the names of a layer's tensors begin with, before the layer's number.</summary>
    internal required string LayerPrefix { get; init; }

    /// <summary>Every layer, but for <see cref="Variation"/>.</summary>
    internal required LayerSpec Layer { get; init; }

    /// <summary>How some layers differ; null where all are alike.</summary>
    internal LayerVariation? Variation { get; init; }

    /// <summary>The norm before the head.</summary>
    internal required NormSpec FinalNorm { get; init; }

    /// <summary>Whether the head is the token embedding.</summary>
    internal required bool TiedHead { get; init; }

    /// <summary>Name of a head that is not the token embedding, where the family has one of its own.</summary>
    internal string HeadName { get; init; } = SeparateHead;

    /// <summary>What embeddings are multiplied by; null for 1.</summary>
    internal double? EmbeddingScale { get; init; }

    /// <summary>A cap c on logits: c tanh(logit / c); null for none.</summary>
    internal double? LogitSoftCap { get; init; }

    /// <summary>Name of the matrix from final states to logits. [vocabulary, hidden]</summary>
    internal string Head => TiedHead ? Embedding : HeadName;

    /// <summary>A layer's attention.</summary>
    internal AttentionSpec AttentionOf(int layer) =>
        Variation is { Window: { } window } varies && varies.Holds(layer)
            ? Layer.Attention with
            {
                Window = window,
            }
            : Layer.Attention;

    /// <summary>Parameters, a tied embedding counted once.</summary>
    internal long Parameters => Tensors().Sum(tensor => tensor.Elements);

    /// <summary>What the names of a layer's tensors begin with.</summary>
    internal string PrefixOf(int layer) => $"{LayerPrefix}{layer}.";

    /// <summary>
    /// The tensors, in the order of the forward pass. The loader checks a folder against them; training makes and saves
    /// them.
    /// </summary>
    internal IEnumerable<TensorSpec> Tensors()
    {
        yield return new(Embedding, [Vocabulary, Hidden], TensorRole.Matrix);
        foreach (var tensor in Positions.Tensors(Context, Hidden))
            yield return tensor;
        for (var layer = 0; layer < Layers; layer++)
        {
            foreach (var tensor in Layer.Tensors(PrefixOf(layer), Hidden))
                yield return tensor;
        }

        foreach (var tensor in FinalNorm.Tensors("", Hidden))
            yield return tensor;
        if (!TiedHead)
            yield return new(HeadName, [Vocabulary, Hidden], TensorRole.Matrix);
    }

    /// <summary>Says in one line which model it is, for messages.</summary>
    public override string ToString() =>
        $"{Family.Name} of {Layers} layers, {Hidden} wide, {Layer.Attention.Heads} heads over {Layer.Attention.KeyValueHeads}, "
        + $"MLP {Layer.Mlp.Width}, vocabulary {Vocabulary}, context {Context}";
}
