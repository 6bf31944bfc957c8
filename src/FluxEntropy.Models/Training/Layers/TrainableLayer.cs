using FluxEntropy.Models.Native;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Training.Layers;

/// <summary>A layer: attention and an MLP, each behind its norm and added to the residual stream.</summary>
internal sealed class TrainableLayer(
    TrainableNorm attentionNorm,
    TrainableAttention attention,
    TrainableNorm mlpNorm,
    TrainableMlp mlp
)
{
    /// <summary>[batch, time, hidden]</summary>
    internal Tensor Forward(Tensor x, TrainablePositions positions)
    {
        x = x.Plus(attention.Forward(attentionNorm.Forward(x), positions));
        return x.Plus(mlp.Forward(mlpNorm.Forward(x)));
    }
}
