using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Kernels;
using FluxEntropy.Models.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Training.Layers;

/// <summary>How positions enter: before the first layer, or in every layer's queries and keys.</summary>
internal abstract class TrainablePositions : IDisposable
{
    /// <summary>What comes before the first layer. [batch, time, hidden]</summary>
    internal virtual Tensor Begin(Tensor x) => x;

    /// <summary>What each layer does to queries and keys. [batch, heads, time, size]</summary>
    internal virtual Tensor Apply(Tensor x) => x;

    public abstract void Dispose();
}

/// <summary>Adds each position's vector to the token's embedding.</summary>
internal sealed class TrainableLearnedPositions(Parameter table) : TrainablePositions
{
    internal override Tensor Begin(Tensor x) => x.Plus(table.narrow(0, 0, x.shape[1]));

    public override void Dispose() { } // the table belongs to the weights
}

/// <summary>Turns queries and keys by angles that grow with the position.</summary>
internal sealed class TrainableRotaryPositions : TrainablePositions
{
    private readonly Tensor _cosines;
    private readonly Tensor _sines;

    internal TrainableRotaryPositions(RotaryPositionSpec spec, int headSize, int context, Device device)
    {
        var (cosines, sines) = Rotary.Table(spec, headSize, context);
        Tensor OnDevice(float[] numbers)
        {
            using var temporaries = NewDisposeScope();
            return torch.tensor(numbers, context, headSize / 2).to(device).DetachFromDisposeScope();
        }

        (_cosines, _sines) = (OnDevice(cosines), OnDevice(sines));
    }

    internal override Tensor Apply(Tensor x)
    {
        var (cosines, sines) = (_cosines.narrow(0, 0, x.shape[2]), _sines.narrow(0, 0, x.shape[2]));
        var halves = x.chunk(2, -1);
        return cat([halves[0] * cosines - halves[1] * sines, (halves[1] * cosines).Plus(halves[0] * sines)], -1);
    }

    public override void Dispose()
    {
        _cosines.Dispose();
        _sines.Dispose();
    }
}
