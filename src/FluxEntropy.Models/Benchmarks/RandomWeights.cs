using System.Runtime.InteropServices;
using FluxEntropy.Models.Checkpoints;

namespace FluxEntropy.Models.Benchmarks;

/// <summary>Weights that cost as much to compute with as trained ones: uniform with deviation 0.02; the scales of norms are 1.</summary>
internal sealed class RandomWeights(ModelConfig config) : IWeightSource
{
    /// <summary>SmolLM2-135M: 576 wide, 30 layers, 9 heads over 3, vocabulary 49,152, tied.</summary>
    internal static ModelConfig SmolLm2(int vocabulary = 49_152) => new()
    {
        Architecture = Checkpoints.Architecture.Llama,
        Vocabulary = vocabulary,
        Hidden = 576,
        Layers = 30,
        Heads = 9,
        KeyValueHeads = 3,
        HeadSize = 64,
        Intermediate = 1536,
        Context = 8192,
        NormEpsilon = 1e-5,
        RopeTheta = 100_000,
        TiedHead = true,
    };

    public ModelConfig Config => config;

    public void Read(string name, Span<float> destination)
    {
        if (name.Contains("norm", StringComparison.Ordinal) || name.Contains("ln_", StringComparison.Ordinal))
        {
            destination.Fill(name.EndsWith(".bias", StringComparison.Ordinal) ? 0 : 1);
            return;
        }

        var state = System.IO.Hashing.XxHash3.HashToUInt64(MemoryMarshal.AsBytes(name.AsSpan())) | 1;
        foreach (ref var value in destination)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            value = ((int)(state >> 40) - (1 << 23)) * (0.02f * 1.7320508f / (1 << 23));
        }
    }
}
