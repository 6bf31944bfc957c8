using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Llama;

/// <summary>The fields of config.json that decide what a Llama computes.</summary>
internal sealed record LlamaConfig
{
    internal required int Vocabulary { get; init; }

    internal required int Hidden { get; init; }

    internal required int Layers { get; init; }

    internal required int Heads { get; init; }

    internal required int KeyValueHeads { get; init; }

    internal required int HeadSize { get; init; }

    internal required int Intermediate { get; init; }

    internal required int Context { get; init; }

    internal required double NormEpsilon { get; init; }

    internal double RopeTheta { get; init; } = RopeFields.DefaultTheta;

    internal RopeScaling? RopeScaling { get; init; }

    /// <summary>The share of a head that rotary positions turn.</summary>
    internal double RotaryShare { get; init; } = 1;

    /// <summary>What the gates of the MLP pass through.</summary>
    internal Activation Activation { get; init; } = Activation.Silu;

    internal bool QueryKeyValueBias { get; init; }

    internal bool AttentionOutputBias { get; init; }

    internal bool MlpBias { get; init; }

    internal bool TiedHead { get; init; }

    /// <exception cref="InvalidDataException">
    /// A field is wrong or asks for something that is not supported; the message names it.
    /// </exception>
    internal static LlamaConfig Read(JsonField config, LlamaDefaults? defaults = null)
    {
        defaults ??= new LlamaDefaults();
        if (defaults.Activation is Activation.Silu)
            config.RequireActivation("hidden_act", "silu", "swish");
        if (!defaults.HasPartialRotary)
            RopeFields.RequireWholeHeads(config);
        var heads = config.Dimension("num_attention_heads");
        var hidden = config.Dimension("hidden_size");
        var context = config.Dimension("max_position_embeddings");
        var headSize = ReadHeadSize(config, hidden, heads, defaults.HeadSize);
        var bias = defaults.HasBiasFields && config.Flag("attention_bias", otherwise: false);
        return new LlamaConfig
        {
            Vocabulary = config.Dimension("vocab_size"),
            Hidden = hidden,
            Layers = config.Layers("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = ReadKeyValueHeads(config, heads, defaults.KeyValueHeads),
            HeadSize = headSize,
            Intermediate = config.Dimension("intermediate_size"),
            Context = context,
            NormEpsilon = config.Epsilon("rms_norm_eps", defaults.NormEpsilon),
            RopeTheta = RopeFields.Theta(config, defaults.RopeTheta),
            RopeScaling = RopeFields.Scaling(config, context),
            RotaryShare = defaults.HasPartialRotary
                ? RopeFields.Share(config, "partial_rotary_factor", 1, headSize)
                : 1,
            Activation = defaults.Activation,
            QueryKeyValueBias = bias,
            AttentionOutputBias = bias,
            MlpBias = defaults.HasBiasFields && config.Flag("mlp_bias", otherwise: false),
            TiedHead = config.Flag("tie_word_embeddings", defaults.TiedHead),
        };
    }

    private static int ReadKeyValueHeads(JsonField config, int heads, int? otherwise)
    {
        var field = config.Find("num_key_value_heads");
        if (field is null && (otherwise is null || config.IsNull("num_key_value_heads")))
            return heads;
        var count = field?.Integer(1, ConfigFields.LargestDimension) ?? otherwise!.Value;
        if (heads % count == 0)
            return count;
        throw field is { } given
            ? given.Bad($"is {count}, which does not divide num_attention_heads {heads}")
            : config
                .Get("num_attention_heads")
                .Bad($"is {heads}, and num_key_value_heads, which is missing, means {count}");
    }

    private static int ReadHeadSize(JsonField config, int hidden, int heads, int? otherwise)
    {
        const int Largest = ConfigFields.LargestDimension;
        var given = config.Find("head_dim");
        if (given is null && otherwise is null && hidden % heads != 0)
            throw config
                .Get("num_attention_heads")
                .Bad($"is {heads}, which does not divide hidden_size {hidden}, and head_dim is missing");
        var size = given?.Integer(1, Largest) ?? otherwise ?? hidden / heads;
        var field = given ?? config.Get("hidden_size");
        if (size % 2 != 0)
            throw field.Bad($"gives heads of size {size}; rotary positions need an even number");
        return (long)size * heads <= Largest
            ? size
            : throw field.Bad($"gives {heads} heads of size {size}, together above {Largest}");
    }
}
