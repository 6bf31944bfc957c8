using FluxEntropy.Models.Architectures;

namespace FluxEntropy.Models.Kernels;

/// <summary>
/// Angles of rotary positions (Su et al., arXiv 2104.09864), in the split-half layout of Hugging Face's llama.
/// </summary>
internal static class Rotary
{
    /// <summary>Radians a position of each frequency, from θ^(−2i/d). [turned numbers of a head / 2]</summary>
    internal static double[] Frequencies(RotaryPositionSpec spec, int headSize)
    {
        var turned = spec.Turned(headSize);
        double[] plain = [.. Enumerable.Range(0, turned / 2).Select(i => Math.Pow(spec.Theta, -2.0 * i / turned))];
        return spec.Scaling switch
        {
            null => plain,
            LinearRopeScaling linear => [.. plain.Select(frequency => frequency / linear.Factor)],
            Llama3RopeScaling llama3 => [.. plain.Select(frequency => Stretch(frequency, llama3))],
            YarnRopeScaling yarn => Yarn.Frequencies(plain, spec.Theta, yarn),
            var other => throw new NotSupportedException($"{other}: no frequencies of this kind"),
        };
    }

    /// <summary>Cosines and sines of all positions. Each [positions × turned numbers of a head / 2]</summary>
    internal static (float[] Cosines, float[] Sines) Table(RotaryPositionSpec spec, int headSize, int positions)
    {
        // Hugging Face computes frequencies and angles in float32; a float64 product would differ by up to 3e-5 at
        // position 512.
        var frequencies = Frequencies(spec, headSize).Select(f => (float)f).ToArray();
        var half = frequencies.Length;
        var factor = spec.Scaling is YarnRopeScaling yarn ? (float)yarn.AttentionFactor : 1;
        var (cosines, sines) = (new float[positions * half], new float[positions * half]);
        for (var position = 0; position < positions; position++)
        {
            for (var i = 0; i < half; i++)
            {
                var angle = position * frequencies[i];
                cosines[position * half + i] = MathF.Cos(angle) * factor;
                sines[position * half + i] = MathF.Sin(angle) * factor;
            }
        }

        return (cosines, sines);
    }

    /// <summary>
    /// Llama 3's rule: wavelengths beyond the original context are stretched, short ones kept, those between blended.
    /// </summary>
    private static double Stretch(double frequency, Llama3RopeScaling scaling)
    {
        var wavelength = 2 * Math.PI / frequency;
        if (wavelength > scaling.OriginalContext / scaling.LowFrequencyFactor)
            return frequency / scaling.Factor;
        if (wavelength < scaling.OriginalContext / scaling.HighFrequencyFactor)
            return frequency;
        var blend =
            (scaling.OriginalContext / wavelength - scaling.LowFrequencyFactor)
            / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor);
        return (1 - blend) * frequency / scaling.Factor + blend * frequency;
    }
}
