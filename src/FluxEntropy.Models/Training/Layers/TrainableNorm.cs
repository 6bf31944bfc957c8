using FluxEntropy.Models.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Training.Layers;

/// <summary>A normalisation of each state.</summary>
internal abstract class TrainableNorm
{
    internal abstract Tensor Forward(Tensor x);
}

/// <summary>x / √(mean x² + ε) · scale</summary>
internal sealed class TrainableRmsNorm(Parameter scale, double epsilon) : TrainableNorm
{
    internal override Tensor Forward(Tensor x) =>
        x * x.Squared().mean([-1], keepdim: true).Plus(epsilon).rsqrt() * scale;
}

/// <summary>(x − mean) / √(variance + ε) · scale + shift</summary>
internal sealed class TrainableLayerNorm(Parameter scale, Parameter shift, double epsilon) : TrainableNorm
{
    internal override Tensor Forward(Tensor x) => nn.functional.layer_norm(x, [scale.shape[0]], scale, shift, epsilon);
}
