using FluxEntropy.Models.Architectures;
using TorchSharp;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Kernels;

/// <summary>Cosines and sines of the positions met so far; grows when a longer text comes.</summary>
internal sealed class RotaryTable(RotaryPositionSpec spec, int headSize, int context, Device device) : IDisposable
{
    private const int SmallestTable = 512;
    private Tensor? _cosines;
    private Tensor? _sines;

    internal int HeadSize => headSize;

    internal float[] Cosines { get; private set; } = [];

    internal float[] Sines { get; private set; } = [];

    /// <summary>On the device. [positions, head size / 2]</summary>
    internal (Tensor Cosines, Tensor Sines) OnDevice()
    {
        _cosines ??= OnDevice(Cosines);
        _sines ??= OnDevice(Sines);
        return (_cosines, _sines);
    }

    private Tensor OnDevice(float[] numbers)
    {
        using var temporaries = NewDisposeScope();
        return torch.tensor(numbers, numbers.Length / (HeadSize / 2), HeadSize / 2).to(device).DetachFromDisposeScope();
    }

    internal void Cover(int positions)
    {
        var have = Cosines.Length / Math.Max(1, HeadSize / 2);
        if (positions <= have)
            return;
        (Cosines, Sines) = Rotary.Table(spec, headSize, Math.Min(context, Math.Max(SmallestTable, 2 * positions)));
        Dispose();
        (_cosines, _sines) = (null, null);
    }

    public void Dispose()
    {
        _cosines?.Dispose();
        _sines?.Dispose();
    }
}
