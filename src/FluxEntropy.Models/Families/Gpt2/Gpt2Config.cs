using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Gpt2;

/// <summary>The fields of config.json that decide what a GPT-2 computes.</summary>
internal sealed record Gpt2Config
{
    internal required int Vocabulary { get; init; }

    internal required int Hidden { get; init; }

    internal required int Layers { get; init; }

    internal required int Heads { get; init; }

    /// <summary>Width of the MLP.</summary>
    internal required int Inner { get; init; }

    internal required int Context { get; init; }

    internal required double NormEpsilon { get; init; }

    internal required bool TiedHead { get; init; }

    /// <exception cref="InvalidDataException">
    /// A field is wrong or asks for something that is not supported; the message names it.
    /// </exception>
    internal static Gpt2Config Read(JsonField config)
    {
        config.RequireActivation("activation_function", "gelu_new", "gelu_pytorch_tanh");
        if (!config.Flag("scale_attn_weights", otherwise: true))
            throw config.Get("scale_attn_weights").Bad("is false; unscaled attention is not supported");
        if (config.Flag("scale_attn_by_inverse_layer_idx", otherwise: false))
            throw config.Get("scale_attn_by_inverse_layer_idx").Bad("is true, which is not supported");
        var hidden = config.Dimension("n_embd");
        var heads = config.Dimension("n_head");
        if (hidden % heads != 0)
            throw config.Get("n_head").Bad($"is {heads}, which does not divide n_embd {hidden}");
        return new Gpt2Config
        {
            Vocabulary = config.Dimension("vocab_size"),
            Hidden = hidden,
            Layers = config.Layers("n_layer"),
            Heads = heads,
            Inner = config.Find("n_inner")?.Integer(1, ConfigFields.LargestDimension) ?? 4 * hidden,
            Context = config.Dimension("n_positions"),
            NormEpsilon = config.Epsilon("layer_norm_epsilon", otherwise: 1e-5),
            TiedHead = config.Flag("tie_word_embeddings", otherwise: true),
        };
    }
}
