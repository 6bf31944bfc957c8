using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Kernels;
using FluxEntropy.Models.Kernels.Cpu;
using FluxEntropy.Models.Native;
using FluxEntropy.Models.Transformers.Layers;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Transformers;

/// <summary>Reads the tensors of layers, and brings matrices into the form that the kernels want.</summary>
internal sealed class WeightReader(IWeightSource source, Device device, ScalarType dtype, bool packed)
{
    private const int PieceNumbers = 1 << 20;

    private readonly Dictionary<string, long[]> _shapes = source
        .Spec.Tensors()
        .ToDictionary(tensor => tensor.Name, tensor => tensor.Shape);

    internal DecoderLayer Layer(int number)
    {
        var (spec, prefix) = (source.Spec.Layer, source.Spec.PrefixOf(number));
        return new DecoderLayer(
            spec.Attention,
            Norm(spec.AttentionNorm, prefix),
            Linear(prefix, [.. spec.Attention.QueryKeyValue.Parts]),
            Linear(prefix, spec.Attention.Output),
            Norm(spec.MlpNorm, prefix),
            Mlp(spec.Mlp, prefix)
        );
    }

    private MlpLayer Mlp(MlpSpec spec, string prefix) =>
        spec switch
        {
            SwiGluMlpSpec gated => new SwiGluMlp(
                Linear(prefix, gated.Gate),
                Linear(prefix, gated.Up),
                Linear(prefix, gated.Down)
            ),
            GeluMlpSpec plain => new GeluMlp(Linear(prefix, plain.Up), Linear(prefix, plain.Down)),
            _ => throw new NotSupportedException($"{spec}: no MLP of this kind"),
        };

    internal Normalization Norm(NormSpec spec, string prefix = "") =>
        new(
            Table($"{prefix}{spec.Name}.weight"),
            spec is LayerNormSpec ? Table($"{prefix}{spec.Name}.bias") : null,
            spec.Epsilon
        );

    internal Projection Head() => Columns([source.Spec.Head], bias: null);

    /// <summary>Tensors as the file has them, one after the other.</summary>
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

    /// <summary>Linear maps that share their input, as one.</summary>
    private Projection Linear(string prefix, params LinearSpec[] specs)
    {
        var bias = specs[0].HasBias ? Table([.. specs.Select(spec => $"{prefix}{spec.Name}.bias")]) : null;
        return specs is [{ Order: MatrixOrder.InputsByOutputs } only]
            ? Rows($"{prefix}{only.Name}.weight", bias)
            : Columns([.. specs.Select(spec => $"{prefix}{spec.Name}.weight")], bias);
    }

    /// <summary>Stored [outputs, inputs], one after the other.</summary>
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
            Panels.PackColumns(part, first + row, inputs, TensorMemory.Floats(panels));
        }
    }

    /// <summary>Stored [inputs, outputs].</summary>
    private Projection Rows(string name, Tensor? bias)
    {
        var (inputs, outputs) = ((int)_shapes[name][0], (int)_shapes[name][1]);
        if (!packed)
            return new Projection(Table(name), bias, inputs, outputs);
        var panels = NewPanels(inputs, outputs);
        using var stored = empty(_shapes[name], float32);
        source.Read(name, TensorMemory.Floats(stored));
        Panels.PackRows(TensorMemory.Floats(stored), outputs, TensorMemory.Floats(panels));
        return new Projection(panels, bias, inputs, outputs);
    }

    private static Tensor NewPanels(int inputs, int outputs) =>
        zeros(Panels.Count(outputs), inputs, Panels.Columns, float32);
}
