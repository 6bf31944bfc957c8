using System.Numerics;

namespace FluxEntropy.Models.Kernels.Cpu;

/// <summary>The exponentials of a softmax over one row.</summary>
internal static class RowSoftmax
{
    /// <summary>Replaces scores by e^(scale · (score − largest)) and returns their sum.</summary>
    internal static float ExponentiateInPlace(Span<float> scores, float scale)
    {
        var largest = float.NegativeInfinity;
        var i = 0;
        if (scores.Length >= Vector<float>.Count)
        {
            var largests = new Vector<float>(float.NegativeInfinity);
            for (; i <= scores.Length - Vector<float>.Count; i += Vector<float>.Count)
                largests = Vector.Max(largests, new Vector<float>(scores[i..]));
            for (var lane = 0; lane < Vector<float>.Count; lane++)
                largest = Math.Max(largest, largests[lane]);
        }

        for (; i < scores.Length; i++)
            largest = Math.Max(largest, scores[i]);
        var sums = Vector<float>.Zero;
        for (i = 0; i <= scores.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var shifted = (new Vector<float>(scores[i..]) - new Vector<float>(largest)) * scale;
            // The exponential clamps its argument, and clamping may hide a NaN: one times the NaN brings it back.
            var e = Exponential.Of(shifted) + shifted * 0;
            e.CopyTo(scores[i..]);
            sums += e;
        }

        var sum = Vector.Sum(sums);
        for (; i < scores.Length; i++)
            sum += scores[i] = MathF.Exp((scores[i] - largest) * scale);
        return sum;
    }
}
