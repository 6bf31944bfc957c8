using System.Globalization;

namespace FluxEntropy.Models.Native;

/// <summary>A device as users write it: <c>cpu:2</c> is two threads, <c>cuda:0</c> the first card.</summary>
internal readonly record struct DeviceName(bool IsCuda, int Number)
{
    /// <summary>Threads that work on it.</summary>
    internal int Workers => IsCuda ? 1 : Number;

    internal TorchSharp.torch.Device Torch => IsCuda ? new("cuda", Number) : TorchSharp.torch.CPU;

    /// <summary>Loads what the device needs.</summary>
    /// <exception cref="InvalidOperationException">
    /// There is no such card, or libtorch cannot use it; the message says what to do.
    /// </exception>
    internal void EnsureUsable()
    {
        if (IsCuda)
            TorchRuntime.EnsureCuda(Number);
        else
            TorchRuntime.EnsureLoaded();
    }

    /// <exception cref="ArgumentException">The name is not one; the message says what is.</exception>
    internal static DeviceName Parse(string name)
    {
        var parts = name.Split(':');
        var isCuda = parts[0] == "cuda";
        var number = isCuda ? 0 : Environment.ProcessorCount;
        if (
            parts.Length > 2
            || (!isCuda && parts[0] != "cpu")
            || (
                parts.Length == 2
                && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out number)
            )
            || (!isCuda && number is < 1 or > 1024)
        )
            throw new ArgumentException(
                $"device '{name}' is unknown; expected cpu:N (N threads) or cuda:N (card N, counted from 0)"
            );
        return new DeviceName(isCuda, number);
    }
}
