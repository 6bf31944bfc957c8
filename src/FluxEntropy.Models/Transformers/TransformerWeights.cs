using FluxEntropy.Models.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers;

/// <summary>A matrix as [in, out], whichever way round the file has it, and what is added to its products.</summary>
internal sealed record Projection(Tensor Matrix, Tensor? Bias);

/// <summary>Scale and, for layer norms, shift of a normalisation.</summary>
internal sealed record Normalization(Tensor Scale, Tensor? Shift);

/// <summary>One layer's weights; queries, keys and values are one matrix, and so are gate and up.</summary>
internal sealed record LayerWeights(
    Normalization AttentionNorm, Projection QueryKeyValue, Projection AttentionOutput, Normalization MlpNorm, Projection Up, Projection Down);

/// <summary>The weights of a model that scores, on a device. Read-only, so that any number of threads share them.</summary>
internal sealed class TransformerWeights : IDisposable
{
    private readonly DisposeScope _scope;

    private TransformerWeights(IWeightSource source, Device device, ScalarType dtype)
    {
        _scope = NewDisposeScope();
        var reader = new Reader(source, device, dtype);
        Config = source.Config;
        var gated = Config.IsGated;
        Embedding = reader.Matrix(WeightNames.Embedding(Config), transposed: false);
        LearnedPositions = gated ? null : reader.Matrix("transformer.wpe.weight", transposed: false);
        Layers = [.. Enumerable.Range(0, Config.Layers).Select(layer => gated ? reader.Llama($"model.layers.{layer}.") : reader.Gpt2($"transformer.h.{layer}."))];
        FinalNorm = gated ? reader.Norm("model.norm") : reader.Norm("transformer.ln_f");
        Head = Config.TiedHead ? Embedding.t() : reader.Matrix(WeightNames.Head, transposed: true);
    }

    internal ModelConfig Config { get; }

    /// <summary>[vocabulary, hidden]</summary>
    internal Tensor Embedding { get; }

    /// <summary>[positions, hidden], of gpt2 alone.</summary>
    internal Tensor? LearnedPositions { get; }

    internal IReadOnlyList<LayerWeights> Layers { get; }

    internal Normalization FinalNorm { get; }

    /// <summary>[hidden, vocabulary]</summary>
    internal Tensor Head { get; }

    internal static TransformerWeights Load(IWeightSource source, Device device, ScalarType dtype)
    {
        using var noGradients = no_grad();
        return new TransformerWeights(source, device, dtype);
    }

    public void Dispose() => _scope.Dispose();

    /// <summary>Reads tensors straight into the memory of the matrix that they become part of.</summary>
    private sealed class Reader(IWeightSource source, Device device, ScalarType dtype)
    {
        private readonly Dictionary<string, long[]> _shapes = WeightNames.Of(source.Config).ToDictionary(spec => spec.Name, spec => spec.Shape);

        internal LayerWeights Llama(string at) => new(
            Norm(at + "input_layernorm"),
            Linear(at + "self_attn.q_proj", at + "self_attn.k_proj", at + "self_attn.v_proj"),
            Linear(at + "self_attn.o_proj"),
            Norm(at + "post_attention_layernorm"),
            Linear(at + "mlp.gate_proj", at + "mlp.up_proj"),
            Linear(at + "mlp.down_proj"));

        internal LayerWeights Gpt2(string at) => new(
            Norm(at + "ln_1"), Conv1D(at + "attn.c_attn"), Conv1D(at + "attn.c_proj"), Norm(at + "ln_2"), Conv1D(at + "mlp.c_fc"), Conv1D(at + "mlp.c_proj"));

        internal Normalization Norm(string name) => new(Stack(name + ".weight"), _shapes.ContainsKey(name + ".bias") ? Stack(name + ".bias") : null);

        internal Tensor Matrix(string name, bool transposed) => transposed ? Stack(name).t() : Stack(name);

        /// <summary>Matrices that share their input, stored [out, in], as one.</summary>
        private Projection Linear(params string[] names) => new(
            Stack([.. names.Select(name => name + ".weight")]).t(),
            _shapes.ContainsKey(names[0] + ".bias") ? Stack([.. names.Select(name => name + ".bias")]) : null);

        private Projection Conv1D(string name) => new(Stack(name + ".weight"), Stack(name + ".bias"));

        private Tensor Stack(params string[] names)
        {
            var shape = _shapes[names[0]].ToArray();
            shape[0] = names.Sum(name => _shapes[name][0]);
            using var temporary = NewDisposeScope();
            var stacked = empty(shape, float32);
            var at = 0L;
            foreach (var name in names)
            {
                var part = stacked.narrow(0, at, _shapes[name][0]);
                source.Read(name, TensorMemory.Floats(part));
                at += _shapes[name][0];
            }

            return stacked.to(dtype).to(device).MoveToOuterDisposeScope();
        }
    }
}
