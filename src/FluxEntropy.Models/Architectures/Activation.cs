namespace FluxEntropy.Models.Architectures;

/// <summary>The function between the matrices of an MLP.</summary>
internal enum Activation
{
    /// <summary>x / (1 + e^−x)</summary>
    Silu,

    /// <summary>x Φ(x), with the normal distribution's Φ exact (Hendrycks and Gimpel, arXiv 1606.08415).</summary>
    Gelu,

    /// <summary>GELU in its tanh form.</summary>
    GeluTanh,

    /// <summary>max(0, x)</summary>
    Relu,
}
