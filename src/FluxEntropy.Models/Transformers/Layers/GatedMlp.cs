using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Kernels;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers.Layers;

/// <summary>down(activation(gate(x)) · up(x))</summary>
internal sealed class GatedMlp(Projection gate, Projection up, Projection down, Activation activation) : MlpLayer(down)
{
    protected override Tensor Inner(Tensor normed, Scratch scratch, IKernels kernels)
    {
        var inner = scratch.Inner.narrow(0, 0, normed.shape[0]);
        var ups = scratch.Up!.narrow(0, 0, normed.shape[0]);
        kernels.Project(normed, gate, inner);
        kernels.Project(normed, up, ups);
        kernels.Gate(inner, ups, activation);
        return inner;
    }
}
