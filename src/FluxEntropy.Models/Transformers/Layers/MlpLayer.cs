using FluxEntropy.Models.Kernels;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers.Layers;

/// <summary>The MLP of a layer; its weights are read-only, so that any number of threads share it.</summary>
/// <param name="down">The down projection, back to the residual stream.</param>
internal abstract class MlpLayer(Projection down)
{
    /// <summary>Adds the MLP's output to the residual stream, or writes it.</summary>
    /// <param name="normed">Normalised states. [rows, hidden]</param>
    /// <param name="output">The residual stream, or memory. [rows, hidden]</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    /// <param name="scratch">The thread's.</param>
    /// <param name="kernels">The thread's.</param>
    internal void Into(Tensor normed, Tensor output, bool accumulate, Scratch scratch, IKernels kernels) =>
        kernels.Project(Inner(normed, scratch, kernels), down, output, accumulate);

    /// <summary>What the down projection is applied to. [rows, width]</summary>
    protected abstract Tensor Inner(Tensor normed, Scratch scratch, IKernels kernels);
}
