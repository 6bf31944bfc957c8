using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Native;
using FluxEntropy.Models.Training.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Training;

/// <summary>
/// A transformer whose weights learn: layers and names of the one that scores, in operations that torch can
/// differentiate.
/// </summary>
internal sealed class TrainableTransformer : IDisposable
{
    private readonly TransformerSpec _spec;
    private readonly TrainableWeights _weights;
    private readonly TrainablePositions _positions;
    private readonly List<TrainableLayer> _layers;
    private readonly TrainableNorm _finalNorm;

    /// <summary>Makes random weights; the same generator gives the same weights on every device.</summary>
    internal TrainableTransformer(TransformerSpec spec, Generator generator, Device device)
    {
        _spec = spec;
        _weights = new TrainableWeights(spec, generator, device);
        _positions = _weights.Positions(device);
        _layers = [.. Enumerable.Range(0, spec.Layers).Select(_weights.Layer)];
        _finalNorm = _weights.Norm(spec.FinalNorm);
    }

    /// <summary>Weights by Hugging Face's names, in the order of the forward pass.</summary>
    internal IReadOnlyDictionary<string, Parameter> Weights => _weights.Parameters;

    /// <summary>Logits of every position.</summary>
    /// <param name="ids">Token ids. [batch, time] int64</param>
    /// <returns>[batch × time, vocabulary]</returns>
    internal Tensor Forward(Tensor ids)
    {
        var embedded = Weights[_spec.Embedding].index_select(0, ids.flatten());
        var x = _positions.Begin(embedded.view(ids.shape[0], ids.shape[1], _spec.Hidden));
        foreach (var layer in _layers)
        {
            // What a layer leaves behind goes at once, but for what torch itself keeps for the gradients.
            using var temporaries = NewDisposeScope();
            x = layer.Forward(x, _positions).MoveToOuterDisposeScope();
        }

        return nn.functional.linear(_finalNorm.Forward(x).view(-1, _spec.Hidden), Weights[_spec.Head]);
    }

    /// <summary>Reads the weights from elsewhere.</summary>
    internal void Read(IWeightSource source)
    {
        using var noGradients = no_grad();
        foreach (var (name, weight) in Weights)
        {
            if (weight.device.type is DeviceType.CPU)
            {
                source.Read(name, TensorMemory.Floats(weight));
                continue;
            }

            using var onHost = empty(weight.shape, float32);
            source.Read(name, TensorMemory.Floats(onHost));
            weight.copy_(onHost);
        }
    }

    public void Dispose()
    {
        _positions.Dispose();
        _weights.Dispose();
    }
}
