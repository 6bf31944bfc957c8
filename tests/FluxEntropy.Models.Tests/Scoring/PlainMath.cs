namespace FluxEntropy.Models.Tests.Scoring;

/// <summary>The parts of forward passes as their definitions have them: loops in float64.</summary>
internal static class PlainMath
{
    internal static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    /// <summary>matrix [out, in]</summary>
    internal static double[] Product(double[] x, float[] matrix, float[]? bias) =>
        [
            .. Enumerable
                .Range(0, matrix.Length / x.Length)
                .Select(row => x.Select((value, i) => value * matrix[row * x.Length + i]).Sum() + (bias?[row] ?? 0)),
        ];

    internal static double[] RmsNorm(double[] x, float[] scale, double epsilon, double offset = 0)
    {
        var root = Math.Sqrt(x.Sum(value => value * value) / x.Length + epsilon);
        return [.. x.Select((value, i) => value / root * (scale[i] + offset))];
    }

    /// <summary>Each part of x by itself, with the same scale.</summary>
    internal static double[] RmsNormParts(double[] x, float[] scale, double epsilon, double offset = 0) =>
        [.. x.Chunk(scale.Length).SelectMany(part => RmsNorm(part, scale, epsilon, offset))];

    internal static double[] LayerNorm(double[] x, float[] scale, float[] shift, double epsilon)
    {
        var mean = x.Average();
        var root = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + epsilon);
        return [.. x.Select((value, i) => (value - mean) / root * scale[i] + shift[i])];
    }

    internal static double Silu(double x) => x / (1 + Math.Exp(-x));

    internal static double GeluTanh(double x) =>
        0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));

    /// <summary>x Φ(x), with erf by its power series.</summary>
    internal static double Gelu(double x)
    {
        var z = x / Math.Sqrt(2);
        var (term, sum) = (z, z);
        for (var n = 1; n < 200; n++)
        {
            term *= -z * z / n;
            sum += term / (2 * n + 1);
        }

        return 0.5 * x * (1 + 2 / Math.Sqrt(Math.PI) * sum);
    }

    internal static double Cap(double x, double? cap) => cap is { } c ? c * Math.Tanh(x / c) : x;

    /// <summary>Turns the pairs (i, i + n) of the first 2n numbers of each head by position × frequency i.</summary>
    internal static double[] Rotate(double[] x, int size, double[] frequencies, int position, double factor = 1)
    {
        var turned = (double[])x.Clone();
        for (var start = 0; start < x.Length; start += size)
        {
            for (var i = 0; i < frequencies.Length; i++)
            {
                var (sin, cos) = Math.SinCos(position * frequencies[i]);
                var (a, b) = (x[start + i], x[start + i + frequencies.Length]);
                turned[start + i] = factor * (a * cos - b * sin);
                turned[start + i + frequencies.Length] = factor * (b * cos + a * sin);
            }
        }

        return turned;
    }

    /// <summary>Causal attention; key heads are shared by neighbouring query heads.</summary>
    internal static double[][] Attend(
        double[][] q,
        double[][] k,
        double[][] v,
        int size,
        double scale,
        double? cap = null,
        int window = int.MaxValue
    )
    {
        var (heads, keyHeads) = (q[0].Length / size, k[0].Length / size);
        var mixed = q.Select(_ => new double[heads * size]).ToArray();
        for (var position = 0; position < q.Length; position++)
        {
            var seen = Enumerable.Range(0, position + 1).Where(other => position - other < window).ToArray();
            for (var head = 0; head < heads; head++)
            {
                var key = head / (heads / keyHeads) * size;
                double Score(int other) =>
                    Cap(
                        scale * Enumerable.Range(0, size).Sum(i => q[position][head * size + i] * k[other][key + i]),
                        cap
                    );
                var weights = seen.Select(other => Math.Exp(Score(other))).ToArray();
                for (var i = 0; i < size; i++)
                    mixed[position][head * size + i] = seen.Select(
                            (other, at) => weights[at] / weights.Sum() * v[other][key + i]
                        )
                        .Sum();
            }
        }

        return mixed;
    }
}
