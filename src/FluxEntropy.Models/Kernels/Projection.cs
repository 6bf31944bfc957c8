using static TorchSharp.torch;

namespace FluxEntropy.Models.Kernels;

/// <summary>A matrix, whichever way round the file has it, and what is added to its products.</summary>
/// <param name="Matrix">
/// [inputs, outputs]; or, for the CPU's own kernels, panels of it as <see cref="Cpu.PanelProduct"/> reads them.
/// </param>
/// <param name="Bias">[outputs]</param>
/// <param name="Inputs">Numbers of a row that goes in.</param>
/// <param name="Outputs">Numbers of a row that comes out.</param>
internal sealed record Projection(Tensor Matrix, Tensor? Bias, int Inputs, int Outputs);
