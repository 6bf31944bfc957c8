namespace FluxEntropy.Models.Benchmarks;

/// <summary>Token ids of made-up texts, the same on every machine.</summary>
internal static class BenchmarkTexts
{
    internal const int Longest = 512;
    private const int Shortest = 16,
        Median = 180;
    private const double Sigma = 0.7;

    /// <summary>Lengths are log-normal with a median of 180 tokens, clipped to 16…512.</summary>
    internal static int[][] LogNormal(int count, int vocabulary)
    {
        var random = new Random(1);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                    Ids(
                        random,
                        Math.Clamp((int)Math.Round(Median * Math.Exp(Sigma * Normal(random))), Shortest, Longest),
                        vocabulary
                    )
                ),
        ];
    }

    /// <summary>Every text has 512 tokens.</summary>
    internal static int[][] Full(int count, int vocabulary)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, count).Select(_ => Ids(random, Longest, vocabulary))];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static int[] Ids(Random random, int length, int vocabulary) =>
        [.. Enumerable.Range(0, length).Select(_ => random.Next(vocabulary))];
}
