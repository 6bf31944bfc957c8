using FluxEntropy.Models.Architectures;

namespace FluxEntropy.Models.Families.Llama;

/// <summary>What the absence of fields means to a family that shares Llama's.</summary>
internal sealed record LlamaDefaults
{
    /// <summary>head_dim; null for hidden_size ÷ num_attention_heads.</summary>
    internal int? HeadSize { get; init; }

    /// <summary>num_key_value_heads; null for num_attention_heads.</summary>
    internal int? KeyValueHeads { get; init; }

    internal double NormEpsilon { get; init; } = 1e-6;

    internal double RopeTheta { get; init; } = RopeFields.DefaultTheta;

    internal bool TiedHead { get; init; }

    /// <summary>Whether attention_bias and mlp_bias are fields of the family's; where they are not, it has no biases.</summary>
    internal bool HasBiasFields { get; init; } = true;

    /// <summary>What the gates of the MLP pass through; hidden_act must say so where it is silu.</summary>
    internal Activation Activation { get; init; } = Activation.Silu;

    /// <summary>Whether partial_rotary_factor is a field of the family's.</summary>
    internal bool HasPartialRotary { get; init; }
}
