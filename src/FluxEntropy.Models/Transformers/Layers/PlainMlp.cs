using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Kernels;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers.Layers;

/// <summary>down(activation(up(x)))</summary>
internal sealed class PlainMlp(Projection up, Projection down, Activation activation) : MlpLayer(down)
{
    protected override Tensor Inner(Tensor normed, Scratch scratch, IKernels kernels)
    {
        var inner = scratch.Inner.narrow(0, 0, normed.shape[0]);
        kernels.Project(normed, up, inner);
        kernels.Activate(inner, activation);
        return inner;
    }
}
