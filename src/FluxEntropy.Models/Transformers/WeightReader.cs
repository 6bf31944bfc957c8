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
            source.Spec.AttentionOf(number),
            spec.IsParallel,
            new LayerNorms(
                NormOrNone(spec.AttentionNorm, prefix),
                NormOrNone(spec.Attention.QueryNorm?.Norm, prefix),
                NormOrNone(spec.Attention.KeyNorm?.Norm, prefix),
                NormOrNone(spec.AttentionOutputNorm, prefix),
                NormOrNone(spec.MlpNorm, prefix),
                NormOrNone(spec.MlpOutputNorm, prefix)
            ),
            QueryKeyValue(spec.Attention, prefix),
            Linear(prefix, spec.Attention.Output),
            Mlp(spec.Mlp, prefix)
        );
    }

    private Projection QueryKeyValue(AttentionSpec spec, string prefix)
    {
        if (spec.QueryKeyValue is not FusedQueryKeyValueSpec { ByHead: true } fused)
            return Linear(prefix, [.. spec.QueryKeyValue.Parts]);
        var (size, heads) = (spec.HeadSize, spec.Heads);
        return Parts(
            prefix,
            fused.All,
            from part in Enumerable.Range(0, 3)
            from head in Enumerable.Range(0, heads)
            select ((3 * head + part) * size, size)
        );
    }

    private MlpLayer Mlp(MlpSpec spec, string prefix) =>
        spec switch
        {
            GatedMlpSpec gated => new GatedMlp(
                Linear(prefix, gated.Gate),
                Linear(prefix, gated.Up),
                Linear(prefix, gated.Down),
                gated.Activation
            ),
            FusedGatedMlpSpec fused => new GatedMlp(
                Parts(prefix, fused.GateAndUp, [(0, fused.Width)]),
                Parts(prefix, fused.GateAndUp, [(fused.Width, fused.Width)]),
                Linear(prefix, fused.Down),
                fused.Activation
            ),
            PlainMlpSpec plain => new PlainMlp(Linear(prefix, plain.Up), Linear(prefix, plain.Down), plain.Activation),
            _ => throw new NotSupportedException($"{spec}: no MLP of this kind"),
        };

    private Normalization? NormOrNone(NormSpec? spec, string prefix) => spec is null ? null : Norm(spec, prefix);

    internal Normalization Norm(NormSpec spec, string prefix = "")
    {
        // An offset is added in float32, whatever the model computes in: weights near 0 would lose most of their digits beside it.
        var scale = spec is RmsNormSpec { Offset: not 0 and var offset }
            ? Stored($"{prefix}{spec.Name}.weight").AddInPlace(offset).to(device)
            : Table($"{prefix}{spec.Name}.weight");
        return new(scale, spec is LayerNormSpec ? Table($"{prefix}{spec.Name}.bias") : null, spec.Epsilon);
    }

    /// <summary>Some outputs of a map, in another order than its file has them.</summary>
    /// <param name="prefix">What stands before its name.</param>
    /// <param name="spec">A map that is stored [outputs, inputs].</param>
    /// <param name="parts">Stretches of outputs: the first, and how many.</param>
    private Projection Parts(string prefix, LinearSpec spec, IEnumerable<(int First, int Count)> parts)
    {
        using var temporary = NewDisposeScope();
        Tensor Picked(string name) => cat([.. parts.Select(part => Stored(name).narrow(0, part.First, part.Count))], 0);
        var bias = spec.HasBias
            ? Picked($"{prefix}{spec.Name}.bias").to(dtype).to(device).MoveToOuterDisposeScope()
            : null;
        var matrix = Picked($"{prefix}{spec.Name}.weight");
        var (outputs, inputs) = ((int)matrix.shape[0], spec.Inputs);
        if (!packed)
            return new Projection(matrix.to(dtype).to(device).t().MoveToOuterDisposeScope(), bias, inputs, outputs);
        var panels = NewPanels(inputs, outputs).MoveToOuterDisposeScope();
        Panels.PackColumns(TensorMemory.Floats(matrix), 0, inputs, TensorMemory.Floats(panels));
        return new Projection(panels, bias, inputs, outputs);
    }

    /// <summary>A tensor as the file has it, in float32 on the CPU.</summary>
    private Tensor Stored(string name)
    {
        var stored = empty(_shapes[name], float32);
        source.Read(name, TensorMemory.Floats(stored));
        return stored;
    }

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
