using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Architectures;

/// <summary>Activation functions as config.json names them.</summary>
internal static class ActivationFields
{
    /// <summary>The function that a field names, or what its absence means.</summary>
    internal static Activation ActivationOf(this JsonField config, string field, Activation otherwise)
    {
        if (config.Find(field) is not { } named)
            return otherwise;
        return named.Text() switch
        {
            "gelu" => Activation.Gelu,
            "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" => Activation.GeluTanh,
            "relu" => Activation.Relu,
            "silu" or "swish" => Activation.Silu,
            _ => throw named.Bad($"is {named.Shown}, expected gelu, gelu_new, relu or silu"),
        };
    }
}
