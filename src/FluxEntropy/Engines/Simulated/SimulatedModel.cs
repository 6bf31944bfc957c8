using System.IO.Hashing;
using System.Text;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;

namespace FluxEntropy.Engines.Simulated;

/// <summary>
/// Scores that depend on nothing but a text's hash, distributed as a small model's are. They obey what real ones must:
/// top1 ≥ exp(−H), surprisal ≥ −ln top1, rank ≤ exp(surprisal), and on average a surprisal of H.
/// </summary>
public static class SimulatedModel
{
    /// <summary>Stands where a model's folder does: no folder is read.</summary>
    public const string Name = "simulated";

    private const int Vocabulary = 4096;
    private const int Bos = 0;
    private const int BytesPerToken = 4;
    private const double LargestShare = 0.6; // −ln top1 as a part of H

    /// <summary>A profile of its own: simulated scores are never mixed with computed ones.</summary>
    public static ScoringProfile Profile { get; } =
        new()
        {
            Model = Name,
            ModelHash = Hash("simulated model 1"),
            TokenizerHash = Hash("simulated tokenizer 1"),
            VocabularySize = Vocabulary,
            WindowTokens = 1 << 20,
            StrideTokens = 0,
            Dtype = "float32",
        };

    /// <summary>Whether scores of a profile are simulated.</summary>
    public static bool Is(ScoringProfile profile) => profile.ModelHash == Profile.ModelHash;

    /// <summary>Scores a text. Never fails; a text without a byte has no position and no metrics.</summary>
    /// <param name="text">The text.</param>
    /// <param name="perToken">Keep the statistics of each token.</param>
    /// <param name="metrics">What to measure. The default is <see cref="MetricCatalog.BuiltIn"/>.</param>
    public static DocumentScore Score(string text, bool perToken = false, MetricCatalog? metrics = null)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var tokens = Tokenize(bytes);
        var statistics = Statistics(tokens.Length, XxHash3.HashToUInt64(bytes));
        return new DocumentScore
        {
            TokenIds = tokens,
            Bytes = bytes.Length,
            Metrics = (metrics ?? MetricCatalog.BuiltIn).Measure(statistics, bytes.Length, ScoredPositions.Predicting),
            PerToken = perToken ? statistics : null,
        };
    }

    // BOS, then a token for every four bytes: the same bytes are the same token wherever they stand.
    private static int[] Tokenize(ReadOnlySpan<byte> bytes)
    {
        var tokens = new int[1 + (bytes.Length + BytesPerToken - 1) / BytesPerToken];
        tokens[0] = Bos;
        for (var i = 1; i < tokens.Length; i++)
        {
            var piece = bytes[((i - 1) * BytesPerToken)..Math.Min(i * BytesPerToken, bytes.Length)];
            var word = 0u;
            foreach (var value in piece)
                word = (word << 8) | value;
            tokens[i] = 1 + (int)((word * 2654435761u >> 7) % (Vocabulary - 1));
        }

        return tokens;
    }

    private static TokenStatistics Statistics(int tokens, ulong seed)
    {
        var draws = new Draws(seed);
        var mean = 1.2 + draws.Next() + draws.Next() + draws.Next() + draws.Next(); // nats, 1.2 to 5.2, most of them about 3.2
        var (entropy, varentropy, margin, top1) = (
            new float[tokens],
            new float[tokens],
            new float[tokens],
            new float[tokens]
        );
        var (surprisal, rank) = (new float[tokens - 1], new int[tokens - 1]);
        for (var i = 0; i < tokens; i++)
        {
            var nats = mean * (0.5 + draws.Next());
            var largest = Math.Exp(-LargestShare * nats);
            entropy[i] = (float)nats;
            varentropy[i] = (float)(nats * (0.5 + draws.Next()));
            top1[i] = (float)largest;
            margin[i] = (float)(largest * draws.Next());
            if (i == rank.Length)
                break;
            var beyond = Math.Min(-Math.Log(1 - draws.Next()), 4) * (1 - LargestShare) * nats;
            surprisal[i] = (float)(LargestShare * nats + beyond);
            rank[i] = Math.Clamp((int)Math.Exp(beyond), 1, Vocabulary);
        }

        return new TokenStatistics
        {
            Entropy = entropy,
            Varentropy = varentropy,
            Margin = margin,
            Top1 = top1,
            Surprisal = surprisal,
            Rank = rank,
        };
    }

    private static string Hash(string name) => Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(name)));

    /// <summary>SplitMix64: numbers in [0, 1) that depend on the seed alone.</summary>
    private struct Draws(ulong seed)
    {
        private ulong _state = seed;

        public double Next()
        {
            var mixed = _state += 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1ul << 53));
        }
    }
}
