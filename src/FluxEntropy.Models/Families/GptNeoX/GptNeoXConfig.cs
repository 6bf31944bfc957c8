using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families.Llama;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.GptNeoX;

/// <summary>The fields of config.json that decide what a GPT-NeoX computes.</summary>
internal sealed record GptNeoXConfig
{
    private const double DefaultShare = 0.25;

    internal required int Vocabulary { get; init; }

    internal required int Hidden { get; init; }

    internal required int Layers { get; init; }

    internal required int Heads { get; init; }

    internal required int Intermediate { get; init; }

    internal required int Context { get; init; }

    internal required double NormEpsilon { get; init; }

    internal required RotaryPositionSpec Positions { get; init; }

    internal required Activation Activation { get; init; }

    internal required bool IsParallel { get; init; }

    internal required bool AttentionBias { get; init; }

    internal required bool TiedHead { get; init; }

    /// <exception cref="InvalidDataException">
    /// A field is wrong or asks for something that is not supported; the message names it.
    /// </exception>
    internal static GptNeoXConfig Read(JsonField config)
    {
        var heads = config.Get("num_attention_heads");
        var (count, hidden) = (config.Dimension("num_attention_heads"), config.Dimension("hidden_size"));
        if (hidden % count != 0)
            throw heads.Bad($"is {count}, which does not divide hidden_size {hidden}");
        var context = config.Dimension("max_position_embeddings");
        return new GptNeoXConfig
        {
            Vocabulary = config.Dimension("vocab_size"),
            Hidden = hidden,
            Layers = config.Layers("num_hidden_layers"),
            Heads = count,
            Intermediate = config.Dimension("intermediate_size"),
            Context = context,
            NormEpsilon = config.Epsilon("layer_norm_eps", otherwise: 1e-5),
            Positions = new RotaryPositionSpec(
                RopeFields.Theta(config, config.Find("rotary_emb_base")?.Number(1, 1e15) ?? RopeFields.DefaultTheta),
                RopeFields.Scaling(config, context),
                RopeFields.Share(config, "rotary_pct", DefaultShare, hidden / count)
            ),
            Activation = config.ActivationOf("hidden_act", Activation.Gelu),
            IsParallel = config.Flag("use_parallel_residual", otherwise: true),
            AttentionBias = config.Flag("attention_bias", otherwise: true),
            TiedHead = config.Flag("tie_word_embeddings", otherwise: false),
        };
    }
}
