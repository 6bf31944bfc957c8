using System.IO.Hashing;
using System.Runtime.InteropServices;
using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families.Llama;

namespace FluxEntropy.Models.Benchmarks;

/// <summary>
/// Weights that cost as much to compute with as trained ones: uniform with deviation 0.02; the scales of norms are 1.
/// </summary>
internal sealed class RandomWeights(TransformerSpec spec) : IWeightSource
{
    private readonly Dictionary<string, TensorRole> _roles = spec.Tensors()
        .ToDictionary(tensor => tensor.Name, tensor => tensor.Role);

    /// <summary>SmolLM2-135M: 576 wide, 30 layers, 9 heads over 3, vocabulary 49,152, tied.</summary>
    internal static LlamaConfig SmolLm2(int vocabulary = 49_152) =>
        new()
        {
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

    /// <summary>Random weights of a Llama.</summary>
    internal RandomWeights(LlamaConfig config)
        : this(LlamaLayers.Of(config, LlamaFamily.Instance)) { }

    public TransformerSpec Spec => spec;

    public void Read(string name, Span<float> destination, long first = 0)
    {
        if (_roles[name] is TensorRole.NormScale or TensorRole.NormShift)
        {
            destination.Fill(_roles[name] is TensorRole.NormScale ? 1 : 0);
            return;
        }

        // A number follows from its place alone, so that a tensor is the same however it is read.
        var seed = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(name.AsSpan()));
        for (var i = 0; i < destination.Length; i++)
            destination[i] =
                ((int)(Mixed(seed + (ulong)(first + i) * 0x9e3779b97f4a7c15) >> 40) - (1 << 23))
                * (0.02f * 1.7320508f / (1 << 23));
    }

    /// <summary>The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).</summary>
    private static ulong Mixed(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
