using FluxEntropy.Models.Kernels;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers.Layers;

/// <summary>down(gelu(up(x)))</summary>
internal sealed class GeluMlp(Projection up, Projection down) : MlpLayer(down)
{
    protected override Tensor Inner(Tensor normed, Scratch scratch, IKernels kernels)
    {
        var inner = scratch.Inner.narrow(0, 0, normed.shape[0]);
        kernels.Project(normed, up, inner);
        kernels.Gelu(inner);
        return inner;
    }
}
