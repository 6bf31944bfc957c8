using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Training.Layers;

/// <summary>A linear map of each state.</summary>
internal sealed class TrainableLinear(MatrixOrder order, Parameter weight, Parameter? bias)
{
    internal Tensor Forward(Tensor x)
    {
        if (order is MatrixOrder.OutputsByInputs)
            return nn.functional.linear(x, weight, bias);
        var product = x.matmul(weight);
        return bias is null ? product : product.Plus(bias);
    }
}
