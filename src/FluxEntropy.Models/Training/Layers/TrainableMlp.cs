using static TorchSharp.torch;
using Approximate = TorchSharp.Modules.GELU.Approximate;

namespace FluxEntropy.Models.Training.Layers;

/// <summary>The MLP of a layer.</summary>
internal abstract class TrainableMlp
{
    internal abstract Tensor Forward(Tensor x);
}

/// <summary>down(silu(gate(x)) · up(x))</summary>
internal sealed class TrainableSwiGluMlp(TrainableLinear gate, TrainableLinear up, TrainableLinear down) : TrainableMlp
{
    internal override Tensor Forward(Tensor x) => down.Forward(nn.functional.silu(gate.Forward(x)) * up.Forward(x));
}

/// <summary>down(gelu(up(x)))</summary>
internal sealed class TrainableGeluMlp(TrainableLinear up, TrainableLinear down) : TrainableMlp
{
    internal override Tensor Forward(Tensor x) => down.Forward(up.Forward(x).gelu(Approximate.tanh));
}
