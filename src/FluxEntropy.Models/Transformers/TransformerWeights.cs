using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Kernels;
using FluxEntropy.Models.Kernels.Cpu;
using FluxEntropy.Models.Transformers.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers;

/// <summary>
/// The weights of a model that scores, on a device. Read-only, so that any number of threads share them.
/// </summary>
internal sealed class TransformerWeights : IDisposable
{
    private readonly DisposeScope _scope;

    private TransformerWeights(IWeightSource source, Device device, ScalarType dtype, bool packed)
    {
        _scope = NewDisposeScope();
        var reader = new WeightReader(source, device, dtype, packed);
        (Spec, IsPacked, Device, Dtype) = (source.Spec, packed, device, dtype);
        Embedding = Spec.TiedHead ? null : reader.Table(Spec.Embedding);
        LearnedPositions = Spec.Positions is LearnedPositionSpec learned ? reader.Table(learned.Table) : null;
        Layers = [.. Enumerable.Range(0, Spec.Layers).Select(reader.Layer)];
        FinalNorm = reader.Norm(Spec.FinalNorm);
        Head = reader.Head();
    }

    internal TransformerSpec Spec { get; }

    /// <summary>
    /// Whether matrices lie in panels, for <see cref="CpuKernels"/>; else for <see cref="TorchKernels"/>.
    /// </summary>
    internal bool IsPacked { get; }

    internal Device Device { get; }

    internal ScalarType Dtype { get; }

    /// <summary>[vocabulary, hidden]; null where the head's columns are the embeddings.</summary>
    internal Tensor? Embedding { get; }

    /// <summary>[context, hidden]; null where positions are rotary.</summary>
    internal Tensor? LearnedPositions { get; }

    internal IReadOnlyList<DecoderLayer> Layers { get; }

    internal Normalization FinalNorm { get; }

    /// <summary>From final states to logits.</summary>
    internal Projection Head { get; }

    /// <summary>
    /// Loads weights for the kernels that are the fastest on a device: the CPU's own where it has the instructions,
    /// else torch's.
    /// </summary>
    internal static TransformerWeights Load(IWeightSource source, Device device, ScalarType dtype) =>
        Load(
            source,
            device,
            dtype,
            packed: device.type is DeviceType.CPU && dtype is ScalarType.Float32 && Panels.IsSupported
        );

    internal static TransformerWeights Load(IWeightSource source, Device device, ScalarType dtype, bool packed)
    {
        using var noGradients = no_grad();
        return new TransformerWeights(source, device, dtype, packed);
    }

    public void Dispose() => _scope.Dispose();
}
