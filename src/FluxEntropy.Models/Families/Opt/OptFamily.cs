using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Opt;

/// <summary>
/// OPT (Zhang et al., arXiv 2205.01068): layer norms before attention and MLP, biases everywhere, learned positions of which the first
/// two rows are for padding.
/// </summary>
internal sealed class OptFamily : IModelFamily
{
    private const double Epsilon = 1e-5;
    private const int PaddingRows = 2;

    internal static OptFamily Instance { get; } = new();

    private OptFamily() { }

    public string Name => "opt";

    public TransformerSpec Read(JsonField config)
    {
        var hidden = config.Dimension("hidden_size");
        var (heads, inner) = (config.Dimension("num_attention_heads"), config.Dimension("ffn_dim"));
        if (hidden % heads != 0)
            throw config.Get("num_attention_heads").Bad($"is {heads}, which does not divide hidden_size {hidden}");
        Require(config, "do_layer_norm_before", expected: true);
        Require(config, "_remove_final_layer_norm", expected: false);
        if (config.Find("word_embed_proj_dim") is { } width && width.Integer(1, int.MaxValue) != hidden)
            throw width.Bad($"is {width.Shown}, expected hidden_size {hidden}: projected embeddings are not supported");
        var bias = config.Flag("enable_bias", otherwise: true);
        LinearSpec Square(string name) => new($"self_attn.{name}", hidden, hidden, bias);
        if (!config.Flag("layer_norm_elementwise_affine", otherwise: true))
            throw config.Get("layer_norm_elementwise_affine").Bad("is false, which is not supported");
        return new TransformerSpec
        {
            Family = this,
            Vocabulary = config.Dimension("vocab_size"),
            Hidden = hidden,
            Layers = config.Layers("num_hidden_layers"),
            Context = config.Dimension("max_position_embeddings"),
            Embedding = "model.decoder.embed_tokens.weight",
            Positions = new LearnedPositionSpec("model.decoder.embed_positions.weight", PaddingRows),
            LayerPrefix = "model.decoder.layers.",
            Layer = new LayerSpec(
                new LayerNormSpec("self_attn_layer_norm", Epsilon),
                new AttentionSpec(
                    heads,
                    KeyValueHeads: heads,
                    hidden / heads,
                    new SeparateQueryKeyValueSpec(Square("q_proj"), Square("k_proj"), Square("v_proj")),
                    Square("out_proj")
                ),
                new LayerNormSpec("final_layer_norm", Epsilon),
                new PlainMlpSpec(
                    new LinearSpec("fc1", hidden, inner, bias),
                    new LinearSpec("fc2", inner, hidden, bias),
                    config.ActivationOf("activation_function", Activation.Relu)
                )
            ),
            FinalNorm = new LayerNormSpec("model.decoder.final_layer_norm", Epsilon),
            TiedHead = config.Flag("tie_word_embeddings", otherwise: true),
        };
    }

    private static void Require(JsonField config, string field, bool expected)
    {
        if (config.Find(field) is { } flag && flag.Flag() != expected)
            throw flag.Bad($"is {flag.Shown}, which is not supported");
    }

    /// <summary>Files of the bare decoder leave the first part of its names out.</summary>
    public string CanonicalName(string name) =>
        name.StartsWith("decoder.", StringComparison.Ordinal) ? $"model.{name}" : name;
}
