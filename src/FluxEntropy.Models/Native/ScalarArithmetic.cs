using TorchSharp;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Native;

#pragma warning disable RS0030 // the one place that makes scalars, and holds each until libtorch has read it

/// <summary>
/// Arithmetic of tensors with numbers, which holds each number's <see cref="Scalar"/> until libtorch has read it.
/// </summary>
/// <remarks>
/// TorchSharp makes a <see cref="Scalar"/> of every number that is passed to libtorch, and nothing holds it during the
/// call:
/// a garbage collection at that moment frees it, and libtorch reads freed memory. Even a sum of two tensors has a
/// hidden
/// factor of 1. BannedSymbols.txt keeps all of TorchSharp that does so out of this project.
/// </remarks>
internal static class ScalarArithmetic
{
    private static readonly Scalar One = Held(1);
    private static readonly Scalar Two = Held(2);

    /// <summary>x + y</summary>
    internal static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>x + number</summary>
    internal static Tensor Plus(this Tensor x, double number)
    {
        using var scalar = number.ToScalar();
        return x.add(scalar, One);
    }

    /// <summary>x · number</summary>
    internal static Tensor Times(this Tensor x, double number)
    {
        using var scalar = number.ToScalar();
        return x.mul(scalar);
    }

    /// <summary>x / number</summary>
    internal static Tensor DividedBy(this Tensor x, double number)
    {
        using var scalar = number.ToScalar();
        return x.div(scalar);
    }

    /// <summary>x²</summary>
    internal static Tensor Squared(this Tensor x) => x.pow(Two);

    /// <summary>max(x, least)</summary>
    internal static Tensor AtLeast(this Tensor x, double least)
    {
        using var scalar = least.ToScalar();
        return x.clamp(min: scalar);
    }

    /// <summary>x ← x · number</summary>
    internal static Tensor MultiplyInPlace(this Tensor x, double number)
    {
        using var scalar = number.ToScalar();
        return x.mul_(scalar);
    }

    /// <summary>x ← x + number</summary>
    internal static Tensor AddInPlace(this Tensor x, double number)
    {
        using var scalar = number.ToScalar();
        return x.add_(scalar, One);
    }

    /// <summary>x ← x + y</summary>
    internal static Tensor AddInPlace(this Tensor x, Tensor y) => x.add_(y, One);

    /// <summary>x ← x + factor · y</summary>
    internal static Tensor AddInPlace(this Tensor x, Tensor y, double factor)
    {
        using var scalar = factor.ToScalar();
        return x.add_(y, scalar);
    }

    /// <summary>x ← x + factor · y · z</summary>
    internal static Tensor AddProductInPlace(this Tensor x, Tensor y, Tensor z, double factor)
    {
        using var scalar = factor.ToScalar();
        return x.addcmul_(y, z, scalar);
    }

    /// <summary>x ← x + factor · y / z</summary>
    internal static Tensor AddQuotientInPlace(this Tensor x, Tensor y, Tensor z, double factor)
    {
        using var scalar = factor.ToScalar();
        return x.addcdiv_(y, z, scalar);
    }

    /// <summary>A matrix that holds one number everywhere. [rows, columns]</summary>
    internal static Tensor Full(int rows, int columns, double number, ScalarType type, Device device)
    {
        using var scalar = number.ToScalar();
        return full(rows, columns, scalar, type, device);
    }

    /// <summary>first, first + 1, … [count] int64</summary>
    internal static Tensor Range(long first, long count, Device device)
    {
        using var start = first.ToScalar();
        using var stop = (first + count).ToScalar();
        return arange(start, stop, One, int64, device);
    }

    private static Scalar Held(int number)
    {
        TorchRuntime.EnsureLoaded();
        return number.ToScalar();
    }
}
