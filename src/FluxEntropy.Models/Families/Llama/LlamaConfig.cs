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

    internal Llama3RopeScaling? RopeScaling { get; init; }

    internal bool QueryKeyValueBias { get; init; }

    internal bool AttentionOutputBias { get; init; }

    internal bool MlpBias { get; init; }

    internal bool TiedHead { get; init; }

    /// <exception cref="InvalidDataException">
    /// A field is wrong or asks for something that is not supported; the message names it.
    /// </exception>
    internal static LlamaConfig Read(JsonField config)
    {
        config.RequireActivation("hidden_act", "silu", "swish");
        var heads = config.Dimension("num_attention_heads");
        var hidden = config.Dimension("hidden_size");
        var bias = config.Flag("attention_bias", otherwise: false);
        return new LlamaConfig
        {
            Vocabulary = config.Dimension("vocab_size"),
            Hidden = hidden,
            Layers = config.Layers("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = ReadKeyValueHeads(config, heads),
            HeadSize = ReadHeadSize(config, hidden, heads),
            Intermediate = config.Dimension("intermediate_size"),
            Context = config.Dimension("max_position_embeddings"),
            NormEpsilon = config.Epsilon("rms_norm_eps", otherwise: 1e-6),
            RopeTheta = RopeFields.Theta(config),
            RopeScaling = RopeFields.Scaling(config),
            QueryKeyValueBias = bias,
            AttentionOutputBias = bias,
            MlpBias = config.Flag("mlp_bias", otherwise: false),
            TiedHead = config.Flag("tie_word_embeddings", otherwise: false),
        };
    }

    private static int ReadKeyValueHeads(JsonField config, int heads)
    {
        if (config.Find("num_key_value_heads") is not { } field)
            return heads;
        var count = field.Integer(1, ConfigFields.LargestDimension);
        return heads % count == 0
            ? count
            : throw field.Bad($"is {count}, which does not divide num_attention_heads {heads}");
    }

    private static int ReadHeadSize(JsonField config, int hidden, int heads)
    {
        const int Largest = ConfigFields.LargestDimension;
        var given = config.Find("head_dim");
        if (given is null && hidden % heads != 0)
            throw config
                .Get("num_attention_heads")
                .Bad($"is {heads}, which does not divide hidden_size {hidden}, and head_dim is missing");
        var size = given?.Integer(1, Largest) ?? hidden / heads;
        var field = given ?? config.Get("hidden_size");
        if (size % 2 != 0)
            throw field.Bad($"gives heads of size {size}; rotary positions need an even number");
        return (long)size * heads <= Largest
            ? size
            : throw field.Bad($"gives {heads} heads of size {size}, together above {Largest}");
    }
}
