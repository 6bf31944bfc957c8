using FluxEntropy.Models.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers;

/// <summary>A matrix, whichever way round the file has it, and what is added to its products.</summary>
/// <param name="Matrix">[inputs, outputs]; or, for the CPU's own kernels, panels of it as <see cref="PanelProduct"/> reads them.</param>
/// <param name="Bias">[outputs]</param>
/// <param name="Inputs">Numbers of a row that goes in.</param>
/// <param name="Outputs">Numbers of a row that comes out.</param>
internal sealed record Projection(Tensor Matrix, Tensor? Bias, int Inputs, int Outputs);

/// <summary>Scale and, for layer norms, shift of a normalisation.</summary>
internal sealed record Normalization(Tensor Scale, Tensor? Shift);

/// <summary>One layer's weights; queries, keys and values are one matrix. gpt2 has no gate.</summary>
internal sealed record LayerWeights(
    Normalization AttentionNorm,
    Projection QueryKeyValue,
    Projection AttentionOutput,
    Normalization MlpNorm,
    Projection? Gate,
    Projection Up,
    Projection Down
);

/// <summary>The weights of a model that scores, on a device. Read-only, so that any number of threads share them.</summary>
internal sealed class TransformerWeights : IDisposable
{
    private readonly DisposeScope _scope;

    private TransformerWeights(IWeightSource source, Device device, ScalarType dtype, bool packed)
    {
        _scope = NewDisposeScope();
        var reader = new Reader(source, device, dtype, packed);
        (Config, IsPacked, Device, Dtype) = (source.Config, packed, device, dtype);
        var gated = Config.IsGated;
        Embedding = Config.TiedHead ? null : reader.Table(WeightNames.Embedding(Config));
        LearnedPositions = gated ? null : reader.Table("transformer.wpe.weight");
        Layers =
        [
            .. Enumerable
                .Range(0, Config.Layers)
                .Select(layer =>
                    gated ? reader.Llama($"model.layers.{layer}.") : reader.Gpt2($"transformer.h.{layer}.")
                ),
        ];
        FinalNorm = gated ? reader.Norm("model.norm") : reader.Norm("transformer.ln_f");
        Head = reader.Head(Config.TiedHead ? WeightNames.Embedding(Config) : WeightNames.Head);
    }

    internal ModelConfig Config { get; }

    /// <summary>Whether matrices lie in panels, for <see cref="CpuKernels"/>; else for <see cref="TorchKernels"/>.</summary>
    internal bool IsPacked { get; }

    internal Device Device { get; }

    internal ScalarType Dtype { get; }

    /// <summary>[vocabulary, hidden]; null where the head's columns are the embeddings.</summary>
    internal Tensor? Embedding { get; }

    /// <summary>[positions, hidden], of gpt2 alone.</summary>
    internal Tensor? LearnedPositions { get; }

    internal IReadOnlyList<LayerWeights> Layers { get; }

    internal Normalization FinalNorm { get; }

    /// <summary>From final states to logits.</summary>
    internal Projection Head { get; }

    /// <summary>Loads weights for the kernels that are the fastest on a device: the CPU's own where it has the instructions, else torch's.</summary>
    internal static TransformerWeights Load(IWeightSource source, Device device, ScalarType dtype) =>
        Load(
            source,
            device,
            dtype,
            packed: device.type is DeviceType.CPU && dtype is ScalarType.Float32 && PanelProduct.IsSupported
        );

    internal static TransformerWeights Load(IWeightSource source, Device device, ScalarType dtype, bool packed)
    {
        using var noGradients = no_grad();
        return new TransformerWeights(source, device, dtype, packed);
    }

    public void Dispose() => _scope.Dispose();

    /// <summary>Reads tensors, and brings matrices into the form that the kernels want.</summary>
    private sealed class Reader(IWeightSource source, Device device, ScalarType dtype, bool packed)
    {
        private const int PieceNumbers = 1 << 20;

        private readonly Dictionary<string, long[]> _shapes = WeightNames
            .Of(source.Config)
            .ToDictionary(spec => spec.Name, spec => spec.Shape);

        internal LayerWeights Llama(string at) =>
            new(
                Norm(at + "input_layernorm"),
                Linear(at + "self_attn.q_proj", at + "self_attn.k_proj", at + "self_attn.v_proj"),
                Linear(at + "self_attn.o_proj"),
                Norm(at + "post_attention_layernorm"),
                Linear(at + "mlp.gate_proj"),
                Linear(at + "mlp.up_proj"),
                Linear(at + "mlp.down_proj")
            );

        internal LayerWeights Gpt2(string at) =>
            new(
                Norm(at + "ln_1"),
                Conv1D(at + "attn.c_attn"),
                Conv1D(at + "attn.c_proj"),
                Norm(at + "ln_2"),
                Gate: null,
                Conv1D(at + "mlp.c_fc"),
                Conv1D(at + "mlp.c_proj")
            );

        internal Normalization Norm(string name) =>
            new(Table(name + ".weight"), _shapes.ContainsKey(name + ".bias") ? Table(name + ".bias") : null);

        internal Projection Head(string name) => Columns([name], bias: null);

        /// <summary>A tensor as the file has it.</summary>
        internal Tensor Table(params string[] names)
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

        /// <summary>Matrices that share their input, as one.</summary>
        private Projection Linear(params string[] names) =>
            Columns(
                [.. names.Select(name => name + ".weight")],
                _shapes.ContainsKey(names[0] + ".bias") ? Table([.. names.Select(name => name + ".bias")]) : null
            );

        /// <summary>Stored [out, in], one after the other.</summary>
        private Projection Columns(string[] names, Tensor? bias)
        {
            var (inputs, outputs) = ((int)_shapes[names[0]][1], (int)names.Sum(name => _shapes[name][0]));
            if (!packed)
                return new Projection(Table(names).t(), bias, inputs, outputs);
            var panels = NewPanels(inputs, outputs);
            var first = 0;
            foreach (var name in names)
            {
                Pack(name, first, inputs, panels);
                first += (int)_shapes[name][0];
            }

            return new Projection(panels, bias, inputs, outputs);
        }

        /// <summary>Piece by piece: an embedding beside its panels would be the largest thing that loading needs.</summary>
        private void Pack(string name, int first, int inputs, Tensor panels)
        {
            var rows = (int)_shapes[name][0];
            var piece = new float[Math.Min(rows, Math.Max(1, PieceNumbers / inputs)) * inputs];
            for (var row = 0; row < rows; row += piece.Length / inputs)
            {
                var part = piece.AsSpan(0, Math.Min(piece.Length, (rows - row) * inputs));
                source.Read(name, part, (long)row * inputs);
                PanelProduct.PackColumns(part, first + row, inputs, TensorMemory.Floats(panels));
            }
        }

        /// <summary>Stored [in, out].</summary>
        private Projection Conv1D(string name)
        {
            var (shape, bias) = (_shapes[name + ".weight"], Table(name + ".bias"));
            var (inputs, outputs) = ((int)shape[0], (int)shape[1]);
            if (!packed)
                return new Projection(Table(name + ".weight"), bias, inputs, outputs);
            var panels = NewPanels(inputs, outputs);
            using var stored = empty(shape, float32);
            source.Read(name + ".weight", TensorMemory.Floats(stored));
            PanelProduct.PackRows(TensorMemory.Floats(stored), outputs, TensorMemory.Floats(panels));
            return new Projection(panels, bias, inputs, outputs);
        }

        private static Tensor NewPanels(int inputs, int outputs) =>
            zeros(PanelProduct.Panels(outputs), inputs, PanelProduct.Columns, float32);
    }
}
