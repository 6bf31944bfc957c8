using static TorchSharp.torch;

namespace FluxEntropy.Models.Kernels;

/// <summary>
/// The weights of a norm: scale, the shift that layer norms have, and what is added to the mean square or the variance.
/// </summary>
internal sealed record Normalization(Tensor Scale, Tensor? Shift, double Epsilon);
