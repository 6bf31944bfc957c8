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

    /// <summary>Half of the numbers of a head that are turned: its first ones.</summary>
    internal int Half { get; } = spec.Turned(headSize) / 2;

    internal float[] Cosines { get; private set; } = [];

    internal float[] Sines { get; private set; } = [];

    /// <summary>On the device. [positions, half]</summary>
    internal (Tensor Cosines, Tensor Sines) OnDevice()
    {
        _cosines ??= OnDevice(Cosines);
        _sines ??= OnDevice(Sines);
        return (_cosines, _sines);
    }

    private Tensor OnDevice(float[] numbers)
    {
        using var temporaries = NewDisposeScope();
        return torch.tensor(numbers, numbers.Length / Half, Half).to(device).DetachFromDisposeScope();
    }

    internal void Cover(int positions)
    {
        var have = Cosines.Length / Half;
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
